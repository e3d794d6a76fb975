import type { BulkResult, CalendarEntry, DependencyMap, ServedList } from 'signalbox/contract/lifecycle';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bulkSum } from './bulk-words.ts';
import { entryWords, freezeScope } from './entry-words.ts';
import { layersOf } from './map-layers.ts';
import { mapRows } from './map-rows.ts';
import { matrixOf } from './matrix.ts';
import { aDeployment } from './release.fixture.ts';

describe('agents by environment', () => {
  const served = (agent: string, environment: string, release: string, candidate = false) => {
    const { past: _past, ...one } = aDeployment({ environment });
    const named = { id: release, version: release, digest: 'd' };
    return {
      ...{ ...one, release: named, candidate: candidate ? { ...named, percent: 5 } : null },
      agent: { id: agent, slug: agent, name: agent, teamId: 'tea_1' },
    } satisfies ServedList['items'][number];
  };

  test('the last of the order stands first; each agent is one row', () => {
    const { environments, rows } = matrixOf(
      [served('a', 'staging', '1'), served('a', 'production', '1'), served('b', 'dev', '2')],
      ['staging', 'production'],
    );
    expect(environments).toEqual(['production', 'staging', 'dev']);
    expect(rows.map((row) => [row.agent.id, [...row.served.keys()], row.differs])).toEqual([
      ['a', ['staging', 'production'], false],
      ['b', ['dev'], false],
    ]);
  });

  test('what differs between environments, or is split in one, is marked', () => {
    expect(matrixOf([served('a', 'x', '1'), served('a', 'y', '2')]).rows[0]!.differs).toBe(true);
    expect(matrixOf([served('a', 'x', '1', true)]).rows[0]!.differs).toBe(true);
    expect(matrixOf([])).toEqual({ environments: [], rows: [] });
  });
});

describe('who calls whom', () => {
  const edge = (from: string, to: string, invocations = 1, source: 'telemetry' | 'declared' = 'telemetry') => ({
    ...{ from, to, invocations, source },
  });
  const layer = (edges: ReturnType<typeof edge>[]) =>
    Object.fromEntries([...layersOf(edges).placed.values()].map((one) => [one.id, one.layer]));

  test('callers stand left of those they call, by the longest way', () => {
    expect(layer([edge('a', 'b'), edge('b', 'c'), edge('a', 'c')])).toEqual({ a: 0, b: 1, c: 2 });
  });

  test('a circle has a beginning, and who calls itself only stands nowhere', () => {
    expect(layer([edge('a', 'b'), edge('b', 'a')])).toEqual({ a: 0, b: 1 });
    expect(layer([edge('x', 'a'), edge('a', 'b'), edge('b', 'a')])).toEqual({ x: 0, a: 1, b: 2 });
    expect(layersOf([edge('a', 'a')])).toMatchObject({ layers: 0, rows: 0 });
    expect(layersOf([])).toMatchObject({ layers: 0, rows: 0 });
  });

  test('a long chain does not end the page', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => edge(`n${i}`, `n${i + 1}`));
    expect(layersOf(chain.slice(0, 5000)).layers).toBe(5001);
  });

  test('everybody who calls or is called stands somewhere, and nobody on another', () => {
    const id = fc.constantFrom(...'abcdefghij');
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id)), (pairs) => {
        const edges = pairs.map(([from, to]) => edge(from, to));
        const { placed, layers, rows } = layersOf(edges);
        const ids = new Set(edges.filter((one) => one.from !== one.to).flatMap((one) => [one.from, one.to]));
        const places = [...placed.values()];
        expect(new Set(placed.keys())).toEqual(ids);
        expect(new Set(places.map((one) => `${one.layer} ${one.row}`)).size).toBe(ids.size);
        expect(places.every((one) => one.layer < layers && one.row < rows)).toBe(true);
      }),
    );
  });

  test('without a circle every call points right', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const edges = pairs.map(([a, by]) => edge(`n${a}`, `n${a + by}`));
        const { placed } = layersOf(edges);
        return edges.every((one) => placed.get(one.from)!.layer < placed.get(one.to)!.layer);
      }),
    );
  });

  test('as a table: the most connected first, neighbours by how often, strangers left out', () => {
    const node = (id: string): DependencyMap['nodes'][number] => ({
      ...{ id, agentId: id, slug: id, name: id, teamId: 'tea_1', owner: null },
    });
    const rows = mapRows({
      nodes: ['a', 'b', 'c', 'lone'].map(node),
      edges: [edge('a', 'b', 3), edge('a', 'c', 9), edge('b', 'c', 0, 'declared'), edge('a', 'gone')],
    });
    expect(rows.map((row) => row.node.id)).toEqual(['a', 'b', 'c', 'lone']);
    expect(rows[0]!.calls.map((one) => [one.node.id, one.invocations])).toEqual([
      ['c', 9],
      ['b', 3],
    ]);
    expect(rows[2]!.calledBy.map((one) => [one.node.id, one.declaredOnly])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});

describe('entries of the calendar in words', () => {
  const entry = (over: Partial<CalendarEntry> = {}): CalendarEntry => ({
    ...{ id: 'e', kind: 'deployment', title: 'told', from: '2026-11-22T10:00:00.000Z', until: null, teamId: null },
    ...{ agent: { id: 'a', slug: 'clerk', name: 'clerk' }, environment: 'qa', release: { id: 'r', version: '1.4.0' } },
    ...{ state: 'deploy', reason: 'Closing', by: 'per_1', byName: null },
    ...over,
  });
  test.each([
    [{}, 'clerk 1.4.0 deployed to qa'],
    [{ state: 'roll_back' as const }, 'clerk rolled back to 1.4.0 in qa'],
    [{ state: 'roll_back' as const, release: null }, 'clerk rolled back in qa'],
    [{ kind: 'schedule' as const, state: 'waiting' as const }, 'clerk 1.4.0 planned for qa'],
    [{ kind: 'freeze' as const, state: 'standing' as const }, 'Frozen: Closing'],
    [{ agent: null }, 'told'],
    [{ environment: null }, 'clerk 1.4.0 deployed to all environments'],
  ])('%j', (over, said) => expect(entryWords(entry(over))).toBe(said));

  test('a freeze says what it concerns', () => {
    expect(freezeScope(entry())).toBe('clerk in qa');
    expect(freezeScope(entry({ agent: null, environment: null }))).toBe('All agents in all environments');
  });
});

test.each<[Partial<BulkResult>, string]>([
  [{ changed: 12, unchanged: 3, refused: 1 }, '12 agents would change, 3 stay as they are, 1 is refused.'],
  [{ isPreview: false, changed: 1, unchanged: 1, refused: 2 }, '1 agent changed, 1 stayed as it is, 2 are refused.'],
  [{ changed: 2, unchanged: 1 }, '2 agents would change, 1 stays as it is.'],
  [{}, '0 agents would change.'],
])('of many at once: %j', (over, said) => {
  expect(bulkSum({ isPreview: true, items: [], changed: 0, unchanged: 0, refused: 0, ...over })).toBe(said);
});
