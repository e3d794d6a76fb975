import type { BulkResult, DependencyMap, FleetRules } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { PathLink } from '../../../app/path-link.tsx';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { BulkItems } from '../bulk/bulk-items.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());
const me = [['access', 'me'], aMe()] as [string[], unknown];
const gone = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' });

describe('the score of the fleet', () => {
  type Rule = FleetRules['rules'][number];
  const miss = (n: number, bulk: Rule['misses'][number]['fix']['bulk'] = 'claim'): Rule['misses'][number] => ({
    ...{ agentId: `agt_${n}`, slug: `a-${n}`, name: `Agent ${n}`, teamId: 'tea_1', why: 'Nobody answers for it.' },
    fix: { action: 'claim', sentence: 'Claim it', bulk, link: `/agents/a-${n}?tab=releases` },
  });
  const rule = (over: Partial<Rule> = {}): Rule => ({
    ...{ id: 'owner', title: 'Has an owner', about: 'Somebody is asked.', applicable: 10, passed: 10, misses: [] },
    ...{ more: 0, ...over },
  });
  const draw = (over: Partial<FleetRules> | Error, rights = ['agent.change']): Promise<string> => {
    const all: FleetRules = {
      ...{ environment: 'production', agents: 10, score: 0.999, rules: [rule()], readable: true },
      asOf: '2026-11-22T10:00:00.000Z',
    };
    const answer = over instanceof Error ? over : { ...all, ...over };
    return drawPage('/fleet', [
      [['access', 'me'], aMe({ rights })],
      [['agents', 'rules', { team: undefined, env: undefined }], answer],
    ]);
  };

  test('says 100 only where all pass, and nothing where there is nothing to check', async () => {
    expect(words(await draw({}))).toContain('99 %');
    expect(words(await draw({ score: 1 }))).toContain('100 %');
    expect(words(await draw({ score: null }))).toContain('Fleet score, production —');
    expect(words(await draw({}))).toContain('10 checks of 10 pass, over 10 agents');
  });

  test('each miss says why and leads to what mends it', async () => {
    const html = await draw({ rules: [rule({ passed: 9, misses: [miss(1)] })] });
    expect(words(html)).toContain('Agent 1 Nobody answers for it. Claim it');
    const fix = byRole(html, 'link').find((one) => one.name === 'Claim it')!;
    expect(fix.node.attrs['href']).toBe('/agents/a-1?tab=releases');
    expect(names(html, 'button').filter((one) => one.startsWith('Mend'))).toEqual([]);
    expect(defects(html)).toEqual([]);
  });

  test('many are mended at once, those that can be; they are listed on demand', async () => {
    const misses = [...Array.from({ length: 8 }, (_, i) => miss(i)), miss(9, null)];
    const html = await draw({ rules: [rule({ passed: 1, misses, more: 3 })] });
    expect(names(html, 'button')).toContain('Mend 8 agents');
    expect(words(html)).not.toContain('Agent 3');
  });

  test('they are mended by who may mend them: agents by one right, what is served by another', async () => {
    const mends = async (bulk: 'claim' | 'promote', rights: string[]): Promise<string[]> => {
      const misses = [miss(1, bulk), miss(2, bulk), { ...miss(3, bulk), teamId: 'tea_9' }];
      const html = await draw({ rules: [rule({ passed: 1, misses })] }, rights);
      return names(html, 'button').filter((one) => one.startsWith('Mend'));
    };
    expect(await mends('claim', ['agent.read'])).toEqual([]);
    expect(await mends('claim', ['agent.change'])).toHaveLength(1);
    expect(await mends('promote', ['agent.change'])).toEqual([]);
    expect(await mends('promote', ['deployment.change'])).toHaveLength(1);
  });

  test('nobody in the environment, telemetry away, no answer', async () => {
    expect(names(await draw({ agents: 0, rules: [] }), 'heading')).toEqual(
      expect.arrayContaining(['Fleet score', 'No agent works in production']),
    );
    expect(words(await draw({ readable: false }))).toContain('only agents that are deployed count');
    expect(names(await draw(gone), 'alert')[0]).toContain('Control state is not reachable');
  });
});

test('a path that the API names never leads to another server', async () => {
  const hrefs = ['/fleet', '//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'];
  const drawn = await Promise.all(hrefs.map((path) => drawPart(<PathLink path={path}>x</PathLink>)));
  expect(drawn.map((html) => byRole(html, 'link')[0]!.node.attrs['href'])).toEqual(['/fleet', '/', '/', '/', '/']);
});

describe('a change of many', () => {
  type Item = BulkResult['items'][number];
  const item = (name: string, over: Partial<Item> = {}): Item => ({
    ...{ agent: name, agentId: name, name, outcome: 'changed', changes: ['Owner: Ada'], error: null, ...over },
  });
  const draw = (items: Item[], isPreview = true): Promise<string> =>
    drawPart(<BulkItems of={{ isPreview, items, changed: 0, unchanged: 0, refused: 0 }} />);

  test('what is refused stands first, with its reason', async () => {
    const error = { code: 'lifecycle.owned', detail: 'Bo answers for it.' };
    const html = await draw([
      item('a'),
      item('b', { outcome: 'unchanged', changes: [] }),
      item('c', { outcome: 'refused', changes: [], error }),
    ]);
    expect(words(html)).toBe('c Bo answers for it. a Owner: Ada b stays as it is');
  });

  test('one that nobody knows is named as it was asked for', async () => {
    expect(words(await draw([item('agt_9', { name: null, agentId: null })], false))).toContain('agt_9');
  });
});

describe('who calls whom', () => {
  const node = (id: string, over: Partial<DependencyMap['nodes'][number]> = {}): DependencyMap['nodes'][number] => ({
    ...{ id, agentId: id, slug: id, name: id, teamId: 'tea_1', owner: null, ...over },
  });
  const scope = { team: undefined, range: undefined, from: undefined, to: undefined };
  const draw = (over: Partial<DependencyMap> | Error): Promise<string> => {
    const map: DependencyMap = {
      nodes: [node('clerk'), node('judge'), node('lone'), node('name:ghost', { slug: null, name: 'ghost' })],
      edges: [
        { from: 'clerk', to: 'judge', invocations: 1200, source: 'both' },
        { from: 'clerk', to: 'name:ghost', invocations: 0, source: 'declared' },
      ],
      ...{ readable: true, truncated: false, from: '2026-11-15T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' },
    };
    return drawPage('/map', [me, [['agents', 'map', scope], over instanceof Error ? over : { ...map, ...over }]]);
  };

  test('the table says what the graph draws, the most connected first', async () => {
    const html = await draw({});
    const rows = byRole(html, 'row')
      .slice(1)
      .map((one) => textOf(one.node));
    expect(rows[0]).toBe('clerkjudge 1,200, ghost declared—');
    expect(rows.at(-1)).toBe('lone——');
    expect(words(html)).toContain('4 agents, 2 dependencies; 1 agent stands alone');
    expect(html.match(/<path d="M/g)!.length).toBeGreaterThanOrEqual(2);
    expect(defects(html)).toEqual([]);
  });

  test('who is no agent here is no link', async () => {
    expect(names(await draw({}), 'link')).not.toContain('ghost');
    expect(names(await draw({}), 'link')).toContain('clerk');
  });

  test('nobody calls, telemetry away, no answer', async () => {
    expect(words(await draw({ edges: [] }))).toContain('No agent calls another');
    expect(words(await draw({ readable: false }))).toContain('only what agents say of themselves');
    expect(names(await draw(gone), 'alert')[0]).toContain('Control state is not reachable');
  });

  test('on a phone there is the table alone', async () => {
    aBrowser({ phone: true });
    const html = await draw({});
    expect(names(html, 'region')).not.toContain('Graph of dependencies');
    expect(textOf(byRole(html, 'row')[0]!.node)).toContain('calls judge 1,200');
  });

  test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
    const html = await draw({ nodes: [node('clerk', { name: text }), node('judge', { name: text })] });
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});
