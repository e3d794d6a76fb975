import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MappedAgent, mapOf } from './map.ts';

const agent = (id: string, calls: string[] = [], more: Partial<MappedAgent> = {}): MappedAgent => ({
  ...{ id, teamId: 't1', slug: `slug-${id}`, name: `Name ${id}`, key: id, ownerId: null, calls },
  ...more,
});
const lines = ({ edges }: ReturnType<typeof mapOf>) =>
  edges.map((one) => `${one.from} → ${one.to} ${one.invocations} ${one.source}`);

test('what is seen and what is said are one edge', () => {
  const agents = [agent('a', ['b', 'c']), agent('b'), agent('c', ['a'])];
  const seen = [
    { from: 'a', to: 'b', invocations: 7 },
    { from: 'b', to: 'c', invocations: 9 },
  ];
  expect(lines(mapOf(agents, seen, null))).toEqual([
    'b → c 9 telemetry',
    'a → b 7 both',
    'a → c 0 declared',
    'c → a 0 declared',
  ]);
});

test('names lead to the own team first, by key, name or address; what nobody is called stands for itself', () => {
  const agents = [
    agent('a', ['b', 'Name d', 'slug-d', 'mail']),
    agent('b2', [], { key: 'b', teamId: 't2' }),
    agent('b1', [], { key: 'b' }),
    agent('d', [], { teamId: 't2' }),
  ];
  const map = mapOf(agents, [], null);
  expect(lines(map)).toEqual(['a → b1 0 declared', 'a → d 0 declared', 'a → name:mail 0 declared']);
  expect(map.nodes.find((one) => one.id === 'name:mail')).toEqual({
    ...{ id: 'name:mail', agentId: null, slug: null, name: 'mail', teamId: null, owner: null },
  });
});

test('around an agent: who calls it, whom it calls, and nobody else; itself even where nobody does', () => {
  const agents = [agent('a', ['b']), agent('b', ['c']), agent('c', ['d']), agent('d'), agent('e')];
  const around = (id: string) => mapOf(agents, [], new Set([id]));
  expect(around('b').nodes.map((one) => one.id)).toEqual(['a', 'b', 'c']);
  expect(lines(around('b'))).toEqual(['a → b 0 declared', 'b → c 0 declared']);
  expect(around('e')).toMatchObject({ nodes: [{ id: 'e' }], edges: [] });
});

test('whatever is said and seen: both ends of an edge are nodes, and no edge comes twice', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ id, calls: fc.array(fc.constantFrom('a', 'b', 'x', 'slug-c')) }), {
        selector: (one) => one.id,
        minLength: 1,
      }),
      fc.array(fc.record({ from: fc.nat(3), to: fc.nat(3), invocations: fc.integer({ min: 1, max: 9 }) })),
      (said, calls) => {
        const agents = said.map((one) => agent(one.id, one.calls));
        const at = (n: number): string => agents[n % agents.length]!.id;
        const map = mapOf(
          agents,
          calls.map((one) => ({ ...one, from: at(one.from), to: at(one.to) })),
          null,
        );
        const nodes = new Set(map.nodes.map((one) => one.id));
        expect(map.edges.every((one) => nodes.has(one.from) && nodes.has(one.to))).toBe(true);
        expect(new Set(map.edges.map((one) => `${one.from} ${one.to}`)).size).toBe(map.edges.length);
        expect(map.nodes.filter((one) => one.agentId !== null)).toHaveLength(agents.length);
      },
    ),
  );
});
