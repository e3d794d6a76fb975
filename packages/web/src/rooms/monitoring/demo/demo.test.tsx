import type { AgentList } from 'signalbox/contract/lifecycle';
import type { DemoState } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, words } from '../../../ui/markup.fixture.ts';
import { aList, anAgent, someFigures } from '../../lifecycle/model/lifecycle.fixture.ts';
import { demoCounts } from './demo-counts.ts';
import { DemoNote } from './demo-note.tsx';
import { demoAgentsQuery, demoQuery } from './queries.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const agents = (over: Partial<AgentList> = {}): AgentList =>
  aList(
    [
      anAgent({ id: 'a', figures: someFigures({ topLevel: 3000 }) }),
      anAgent({ id: 'b', figures: someFigures({ topLevel: 204 }) }),
      anAgent({ id: 'c', figures: null }),
    ],
    over,
  );
const remover = aMe({ rights: [...aMe().rights, 'telemetry.remove'] });
const settings = (demo: DemoState | Problem, list?: AgentList, me = remover): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], me],
    [['demo'], demo],
  ];
  if (list) answers.push([['demo', 'agents', 'tea_demo'], list]);
  return drawPage('/settings', answers);
};
const present: DemoState = { state: 'present', teamId: 'tea_demo' };

describe('counts', () => {
  test('agents, and the runs they began; an agent without figures has begun none', () => {
    expect(demoCounts(agents({ total: 3 }))).toBe('3 agents, 3,204 runs');
    expect(demoCounts(aList([anAgent({ id: 'a', figures: someFigures({ topLevel: 1 }) })], { total: 1 }))).toBe(
      '1 agent, 1 run',
    );
  });
  test('that are not all read say so; what cannot be read is unknown, not none', () => {
    expect(demoCounts(agents({ total: 300, nextCursor: 'more' }))).toBe('300 agents, at least 3,204 runs');
    expect(demoCounts(agents({ readable: false }))).toBeNull();
    expect(demoCounts(undefined)).toBeNull();
  });
});

describe('settings', () => {
  test('say what is here and offer the one action', async () => {
    const html = await settings(present, agents({ total: 3 }));
    expect(names(html, 'heading')).toContain('Demo data');
    expect(words(html)).toContain('Demo data is here: 3 agents, 3,204 runs. It counts in every total');
    expect(names(html, 'button')).toContain('Remove demo data');
    expect(defects(html)).toEqual([]);
  });
  test('say it without counts while those are unknown', async () => {
    expect(words(await settings(present))).toContain('Demo data is here. It counts');
  });
  test('tell who may not remove it whom to ask', async () => {
    const html = await settings(present, agents(), aMe());
    expect(names(html, 'button')).not.toContain('Remove demo data');
    expect(words(html)).toContain('An admin of the workspace can remove it');
  });
  test('follow the removal, which cannot be ordered twice', async () => {
    const html = await settings({ state: 'removing', teamId: 'tea_demo' });
    expect(names(html, 'status').join()).toContain('is being removed');
    expect(names(html, 'button')).not.toContain('Remove demo data');
  });
  test.each([
    ['there is none', { state: 'none', teamId: null } as const],
    ['there was one', { state: 'none', teamId: 'tea_demo' } as const],
    ['one may not know', new Problem(403, { code: 'access.denied' })],
  ])('are silent where %s', async (_, demo) => expect(words(await settings(demo))).not.toContain('Demo data'));
});

describe('the note below a list', () => {
  const note = (demo: DemoState, team?: string) => drawPart(<DemoNote team={team} />, [[['demo'], demo]]);
  test('leads to where it is removed', async () => {
    const html = await note(present);
    const [link] = byRole(html, 'link');
    expect([link!.name, link!.node.attrs['href']]).toEqual(['Remove demo data', '/settings#demo']);
    expect(words(html)).toContain('are made up');
    expect(defects(html)).toEqual([]);
  });
  test('follows the filter of the list: another team has no demo data', async () => {
    expect(await note(present, 'tea_1')).toBe('');
    expect(words(await note(present, 'tea_demo'))).toContain('Demo data is here');
    expect(await note({ state: 'none', teamId: 'tea_demo' })).toBe('');
    expect(words(await note({ state: 'removing', teamId: 'tea_demo' }))).toContain('See how far it is');
  });
});

test('asked again only while it goes; counted over all time', async () => {
  const every = demoQuery.refetchInterval as (query: { state: { data?: DemoState } }) => number | false;
  expect(every({ state: { data: { state: 'removing', teamId: 'x' } } })).toBe(2000);
  expect(every({ state: { data: present } })).toBe(false);
  expect(every({ state: {} })).toBe(false);
  const again = demoAgentsQuery('tea_demo').refetchInterval as (query: {
    state: { data?: AgentList };
  }) => number | false;
  expect([again({ state: { data: agents({ readable: false }) } }), again({ state: { data: agents() } })]).toEqual([
    3000,
    false,
  ]);
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(Response.json({}));
  });
  const signal = new AbortController().signal;
  await demoQuery.queryFn!({ signal } as never);
  await demoAgentsQuery('tea_demo').queryFn!({ signal } as never);
  expect(asked).toEqual(['/api/v1/demo', '/api/v1/agents?teamId=tea_demo&from=2020-01-01T00%3A00%3A00.000Z&limit=200']);
});
