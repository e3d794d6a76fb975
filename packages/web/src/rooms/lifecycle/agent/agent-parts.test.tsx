import type { AgentHistory, AgentOverview, Deployment, Reassembly } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { anAgent, anOverview, someFigures } from '../model/lifecycle.fixture.ts';
import { aDeployment } from '../model/release.fixture.ts';
import { AgentHeader } from './agent-header.tsx';
import { Following } from './following.tsx';
import { History } from './history.tsx';
import { SplitTable } from './split-table.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

describe('how far runs have followed', () => {
  type Facts = Pick<Reassembly, 'total' | 'done' | 'finishedAt'>;
  const draw = (facts?: Facts): Promise<string> =>
    drawPart(<Following id="rea_1" />, facts ? [[['agents', 'reassembly', 'rea_1'], facts]] : []);

  test.each<[Facts, string]>([
    [
      { total: 12_345, done: 1_200, finishedAt: null },
      'Runs follow: 1,200 of 12,345 traces. Figures change until then.',
    ],
    [{ total: 3, done: 0, finishedAt: null }, 'Runs follow: 0 of 3 traces. Figures change until then.'],
    // Not counted yet is not "of 0".
    [{ total: null, done: 0, finishedAt: null }, 'Runs follow: counting. Figures change until then.'],
  ])('%j', async (facts, said) => {
    const html = await draw(facts);
    expect(names(html, 'status')).toEqual([said]);
  });

  test('is said before the first answer, and no more once they all have', async () => {
    expect(names(await draw(), 'status')).toEqual(['Runs follow: counting. Figures change until then.']);
    expect(await draw({ total: 5, done: 5, finishedAt: '2026-11-22T10:00:00.000Z' })).toBe('');
  });
});

describe('a history', () => {
  type Event = AgentHistory['items'][number];
  const event = (over: Partial<Event> = {}): Event => ({
    ...{ seq: 7, time: '2026-11-22T10:00:00.000Z', actor: 'per_1', actorName: 'Ada Weiss' },
    ...{ type: 'agent.renamed', payload: { before: 'a', after: 'b' } },
    ...over,
  });
  const draw = (items: Event[] | Error): Promise<string> =>
    drawPart(<History agentId="agt_1" />, [
      [['agents', 'history', 'agt_1'], items instanceof Error ? items : { items }],
    ]);

  test.each<[Partial<Event>, string]>([
    [{}, 'Ada Weiss'],
    [{ actorName: null, actor: 'system' }, 'Signalbox'],
    [{ actorName: null, actor: 'lifecycle.agents' }, 'Signalbox'],
    [{ actorName: null, actor: 'key_0193a5b2' }, 'A key'],
    [{ actorName: null, actor: 'per_gone' }, 'per_gone'],
  ])('%j: by %s', async (over, by) => expect(words(await draw([event(over)]))).toContain(`b ${by} #`));

  test('is in the order of the ledger, each event with its number', async () => {
    const html = await draw([event({ seq: 9 }), event({ seq: 8 }), event({ seq: 2 })]);
    const rows = nodesOf(parse(html)).filter((node) => node.tag === 'li');
    expect(rows.map((row) => /#(\d+)$/.exec(textOf(row))![1])).toEqual(['9', '8', '2']);
    expect(defects(html)).toEqual([]);
  });

  test('that cannot be read says so, with a way to try again', async () => {
    const html = await draw(new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' }));
    expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
    expect(names(html, 'button')).toContain('Try again');
  });

  test('loads in silence', async () => {
    expect(names(await drawPart(<History agentId="agt_2" />), 'status')).toEqual(['Loading history']);
  });

  test.each(hostile)('%s in what was written hides and breaks nothing', async (_, text) => {
    const html = await draw([
      event({ actorName: text, payload: { before: text, after: text } }),
      event({ type: text }),
    ]);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('figures side by side', () => {
  type Split = AgentOverview['byRelease'][number];
  const draw = (of: Split[], title = 'By release'): Promise<string> =>
    drawPart(<SplitTable title={title} of={of} untold="No release told" />);
  const cells = (html: string): string[][] =>
    nodesOf(parse(html))
      .filter((node) => node.tag === 'tr')
      .slice(1)
      .map((row) => row.children.map((cell) => textOf(cell).trim()));

  test('a value is shown by what it is called', async () => {
    const of = [{ value: 'a1b2', figures: someFigures() }];
    const html = await drawPart(<SplitTable title="By release" of={of} untold="—" name={() => '1.3.0'} />);
    expect(cells(html).map((row) => row[0])).toEqual(['1.3.0']);
  });

  test('none: no table, and no heading of one', async () => expect(await draw([])).toBe(''));

  test('a row each, in the order they came; what was not told is named, and stays last', async () => {
    const html = await draw([
      { value: '1.4.2', figures: someFigures({ invocations: 1_100 }) },
      { value: '1.4.1', figures: someFigures({ invocations: 22 }) },
      { value: null, figures: someFigures({ invocations: 3 }) },
    ]);
    expect(cells(html).map((row) => [row[0], row[3]])).toEqual([
      ['1.4.2', '1,100'],
      ['1.4.1', '22'],
      ['No release told', '3'],
    ]);
  });

  test('what is unknown is not 0', async () => {
    const [row] = cells(
      await draw([{ value: 'x', figures: someFigures({ costUsd: null, p50Ms: null, p95Ms: null }) }]),
    );
    expect(row!.slice(4)).toEqual(['—', '—', '—']);
    const [free] = cells(await draw([{ value: 'x', figures: someFigures({ costUsd: 0 }) }]));
    expect(free!.at(-1)).not.toBe('—');
  });

  test('the first column is called by what it splits, and the table can be reached to be scrolled', async () => {
    const html = await draw([{ value: 'x', figures: someFigures() }], 'By environment');
    expect(words(html)).toContain('By environment Environment Completed');
    const [region] = byRole(html, 'region');
    expect([region!.name, region!.node.attrs['tabindex'] ?? region!.node.attrs['tabIndex']]).toEqual([
      'By environment',
      '0',
    ]);
  });

  test.each(hostile)('%s as a release hides and breaks nothing', async (_, text) => {
    const html = await draw([{ value: text, figures: someFigures() }]);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('the head of an agent', () => {
  const clerk = anAgent({ id: 'clerk' });
  const of = (...values: (string | null)[]) => values.map((value) => ({ value, figures: someFigures() }));
  const served = [aDeployment({ environment: 'production' }), aDeployment({ environment: 'staging' })];
  const draw = (
    over: Partial<AgentOverview> = {},
    { agent = clerk, mayChange = true, served = [] as Deployment[], deploys = false } = {},
  ): Promise<string> =>
    drawPart(
      <AgentHeader
        page={anOverview(agent, over)}
        {...{ mayChange, served }}
        releaseName={(told) => (told === 'a1b2' ? '1.3.0' : told)}
        onDeploy={deploys ? () => undefined : null}
        onVerb={() => undefined}
        onClaim={() => undefined}
      />,
    );

  test('what is deployed is said before what telemetry tells', async () => {
    const said = words(await draw({ byRelease: of('9.9.9') }, { served }));
    expect(said).toContain('Release 1.4.0 Environment 2 in use');
    expect(said).not.toContain('9.9.9');
  });

  test.each<[string, Partial<AgentOverview>]>([
    ['Release — Environment —', {}],
    ['Release — Environment', { byRelease: of(null) }],
    ['Release 1.3.0', { byRelease: of('a1b2') }],
    ['Release 1.4.2', { byRelease: of('1.4.2', null) }],
    ['Release 2 in use', { byRelease: of('1.4.2', '1.4.1', null) }],
    ['Environment 2 in use', { byEnvironment: of('production', 'staging') }],
  ])('%s', async (said, over) => expect(words(await draw(over))).toContain(said));

  test.each([
    ['full', 'Full'],
    ['limited', 'Limited'],
    ['held', 'Held'],
  ] as const)('its authority is %s', async (authority, said) => {
    const agent = anAgent({ id: 'clerk', aspect: { health: 'clear', authority, reasons: [] } });
    expect(words(await draw({}, { agent }))).toContain(`Authority ${said}`);
  });

  test('what can be done stands there for who may, unless it left the lists', async () => {
    const verbs = async (...args: Parameters<typeof draw>) =>
      names(await draw(...args), 'button').filter((name) => !name.endsWith('copy agent'));
    expect(await verbs()).toEqual(['Claim', 'More']);
    const owned = anAgent({ id: 'clerk', owner: { id: 'per_1', name: 'Ada' } });
    expect(await verbs({}, { agent: owned })).toEqual(['More']);
    expect(await verbs({}, { agent: owned, deploys: true })).toEqual(['Deploy', 'More']);
    expect(await verbs({}, { mayChange: false })).toEqual([]);
    expect(await verbs({ putAway: 'ignored' }, { deploys: true })).toEqual([]);
  });
});
