import type { AgentHistory, AgentOverview, NameChange } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { anAgent, anOverview, someFigures } from '../model/lifecycle.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const scope = { team: undefined, env: undefined, range: undefined, from: undefined, to: undefined };
const mine = (rights: string[] = []): Answers => [[['access', 'me'], aMe({ rights })]];
const page = (of: AgentOverview | Error, rights?: string[]): Answers => [
  ...mine(rights),
  [['agents', 'one', 'clerk', scope], of],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/agents/clerk${search}`, answers);
const clerk = anAgent({ id: 'clerk', owner: { id: 'per_1', name: 'Ada Weiss' } });

test('the header tells health, owner, team, release, environment, authority, always in this order', async () => {
  const html = await draw(
    page(
      anOverview(clerk, {
        byRelease: [{ value: '1.4.2', figures: someFigures() }],
        byEnvironment: [
          { value: 'production', figures: someFigures() },
          { value: 'staging', figures: someFigures() },
        ],
      }),
    ),
  );
  const said = words(html);
  const order = [
    'Health Healthy',
    'Owner Ada Weiss',
    'Team Support',
    'Release 1.4.2',
    'Environment 2 in use',
    'Authority Full',
  ];
  const places = order.map((part) => said.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(defects(html)).toEqual([]);
});

test('who may not change an agent is offered nothing', async () => {
  const unclaimed = anOverview(anAgent({ id: 'clerk' }));
  for (const one of [anOverview(clerk), unclaimed])
    for (const verb of ['More', 'Claim']) expect(names(await draw(page(one)), 'button')).not.toContain(verb);
  const html = await draw(page(anOverview(clerk), ['agent.change']));
  expect(names(html, 'button')).toContain('More');
  expect(names(html, 'button')).not.toContain('Claim');
  expect(names(await draw(page(unclaimed, ['agent.change'])), 'button')).toContain('Claim');
});

test('why the lamp shows what it shows, with its runs', async () => {
  const reason = { code: 'failures', sentence: '9 of 30 failed.', since: null, link: '/runs?outcome=failed' };
  const agent = { ...clerk, aspect: { health: 'danger', authority: 'full', reasons: [reason] } as const };
  const html = await draw(page(anOverview({ ...agent, aspect: { ...agent.aspect, reasons: [reason] } })));
  expect(words(html)).toContain('9 of 30 failed.');
  const link = byRole(html, 'link').find((one) => one.name === 'Show these runs')!;
  expect(link.node.attrs['href']).toBe('/runs?agent=clerk&outcome=failed');
});

test('figures are told with their n; unknown ones are not 0', async () => {
  const figures = someFigures({ inputTokens: null, unknownTokenCalls: 400, costUsd: null, uncostedCalls: 400 });
  const said = words(await draw(page(anOverview({ ...clerk, figures }))));
  expect(said).toContain('150 began a run, 50 nested');
  expect(said).toContain('of 200 invocations');
  expect(said).toContain('— Not reported');
  expect(said).toContain('unknown of 400 calls');
});

test('without a run in this time it says when the last was', async () => {
  const html = await draw(page(anOverview({ ...clerk, figures: null })));
  expect(words(html)).toContain('No invocation from 2026-11-21 12:00:00.000 UTC');
  expect(words(html)).toContain('Last seen 2026-11-22 12:00:00.000 UTC');
});

test('by release and environment, what was not told is a row of its own', async () => {
  const split = [
    { value: '1.4.2', figures: someFigures({ invocations: 11 }) },
    { value: null, figures: someFigures({ invocations: 22 }) },
  ];
  const html = await draw(page(anOverview(clerk, { byRelease: split })));
  expect(names(html, 'heading')).toContain('By release');
  expect(names(html, 'heading')).not.toContain('By environment');
  expect(words(html)).toContain('No release told');
});

test('names, addresses, neighbours, and changes that can be undone', async () => {
  const change: NameChange = {
    ...{ id: 'nch_1', verb: 'merge', teamId: 'tea_1', agentIds: ['clerk'], impact: null, reassemblyId: null },
    ...{ summary: 'Merged "helper"', madeAt: '2026-11-22T10:00:00.000Z', madeBy: 'per_1', undoneAt: null },
    undoableUntil: '2999-01-01T00:00:00.000Z',
  };
  const neighbour = { key: 'judge', teamId: 'tea_1', slug: 'judge', name: 'Judge', invocations: 7 };
  const html = await draw(
    page(
      anOverview(clerk, {
        names: [
          { name: 'clerk', service: '' },
          { name: 'helper', service: 'billing' },
        ],
        formerSlugs: ['old-clerk'],
        callees: [neighbour],
        changes: [
          change,
          { ...change, id: 'nch_0', undoneAt: '2026-11-22T11:00:00.000Z' },
          { ...change, id: 'nch_00', undoableUntil: '2020-01-01T00:00:00.000Z' },
        ],
      }),
      ['agent.change'],
    ),
  );
  const said = words(html);
  for (const part of ['helper from billing', 'clerk, old-clerk', 'Judge', '7 invocations', '· undone'])
    expect(said).toContain(part);
  expect(said).toContain('Nobody: it begins its runs itself.');
  expect(names(html, 'button').filter((one) => one === 'Undo')).toHaveLength(1);
  expect(names(html, 'button')).toEqual(expect.arrayContaining(['Split off clerk', 'Split off helper']));
});

test.each([
  [{ putAway: 'merged', mergedInto: { id: 'agt_2', slug: 'front', name: 'Front desk' } }, 'Merged into Front desk'],
  [{ putAway: 'ignored' }, 'Its name is ignored'],
  [{ putAway: 'removed' }, 'It stands in no list any more'],
] as [Partial<AgentOverview>, string][])('an agent that left the lists says why: %j', async (over, said) => {
  const html = await draw(page(anOverview(clerk, over), ['agent.change']));
  expect(words(html)).toContain(said);
  expect(names(html, 'button')).not.toContain('More');
});

test('its history, as the ledger has it', async () => {
  const event = { time: '2026-11-22T10:00:00.000Z', payload: { before: 'a', after: 'b' } };
  const history: AgentHistory = {
    items: [
      { ...event, seq: 12, type: 'agent.renamed', actor: 'per_1', actorName: 'Ada Weiss' },
      { ...event, seq: 3, type: 'agent.observed', actor: 'lifecycle.agents', actorName: null, payload: { key: 'a' } },
    ],
  };
  const html = await draw([...page(anOverview(clerk)), [['agents', 'history', 'clerk'], history]], '?tab=history');
  const said = words(html);
  for (const part of ['Renamed from a to b', 'Ada Weiss', '12', 'First seen, as "a"', 'Signalbox'])
    expect(said).toContain(part);
});

test('an agent that is not there, and one that loads', async () => {
  const gone = new Problem(404, { title: 'Not found', detail: 'No agent with this address is visible to you.' });
  expect(names(await draw(page(gone)), 'alert')[0]).toContain('Not found');
  expect(names(await draw(mine()), 'status')).toContain('Loading agent');
});

test.each(hostile)('%s in every field hides and breaks nothing', async (_, text) => {
  const agent = { ...clerk, name: text, key: text, teamName: text, owner: { id: 'p', name: text } };
  const html = await draw(
    page(
      anOverview(agent, {
        byRelease: [{ value: text, figures: someFigures() }],
        names: [{ name: text, service: '' }],
        callers: [{ key: text, teamId: 't', slug: 's', name: text, invocations: 1 }],
      }),
    ),
  );
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});
