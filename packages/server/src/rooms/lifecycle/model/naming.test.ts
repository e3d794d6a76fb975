import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentOf, aliasAt, type Edit, inverse, namesOf, type Naming, type NamedAgent, sentNames } from './naming.ts';

const agent = (id: string, key = id): NamedAgent => ({ id, key, name: id, slug: id, putAway: null });
const naming = (more: Partial<Naming> = {}): Naming => ({
  agents: [agent('a'), agent('b'), agent('c', 'shared@billing')],
  aliases: [],
  ignored: [],
  ...more,
});

describe('a name stands for', () => {
  test.each<[string, Partial<Naming>, [string, string], string | undefined]>([
    ['the agent whose key it is', {}, ['a', ''], 'a'],
    ['the same from whatever service', {}, ['a', 'billing'], 'a'],
    ['nobody where nobody is called so', {}, ['x', ''], undefined],
    ['the agent it is an alias of', { aliases: [{ name: 'x', service: '', agentId: 'b' }] }, ['x', 'any'], 'b'],
    ['another than its key says', { aliases: [{ name: 'a', service: '', agentId: 'b' }] }, ['a', ''], 'b'],
    [
      'another from one service only',
      { aliases: [{ name: 'a', service: 'billing', agentId: 'c' }] },
      ['a', 'billing'],
      'c',
    ],
    ['itself from the others', { aliases: [{ name: 'a', service: 'billing', agentId: 'c' }] }, ['a', 'web'], 'a'],
    [
      'what the service says before what all say',
      {
        aliases: [
          { name: 'x', service: '', agentId: 'a' },
          { name: 'x', service: 'web', agentId: 'b' },
        ],
      },
      ['x', 'web'],
      'b',
    ],
    ['nobody where it is ignored', { ignored: [{ name: 'a', service: '' }] }, ['a', 'web'], undefined],
    ['somebody where it is ignored elsewhere', { ignored: [{ name: 'a', service: 'web' }] }, ['a', ''], 'a'],
    [
      'nobody where it is ignored and an alias',
      { ignored: [{ name: 'x', service: '' }], aliases: [{ name: 'x', service: '', agentId: 'b' }] },
      ['x', ''],
      undefined,
    ],
    [
      'its own from a service although it is ignored for all',
      { ignored: [{ name: 'x', service: '' }], aliases: [{ name: 'x', service: 'web', agentId: 'b' }] },
      ['x', 'web'],
      'b',
    ],
    [
      'nobody where the alias leads nowhere',
      { aliases: [{ name: 'a', service: '', agentId: 'gone' }] },
      ['a', ''],
      undefined,
    ],
  ])('%s', (_, more, [name, service], id) => expect(agentOf(naming(more), name, service)?.id).toBe(id));

  test('upper and lower case are two names', () => expect(agentOf(naming(), 'A', '')).toBeUndefined());
});

describe('an agent is called', () => {
  const of = (id: string, more: Partial<Naming> = {}) => {
    const whole = naming(more);
    return sentNames(
      whole,
      whole.agents.find((one) => one.id === id)!,
    );
  };

  test('by its key, then by its aliases', () => {
    const aliases = [
      { name: 'x', service: '', agentId: 'a' },
      { name: 'y', service: 'web', agentId: 'a' },
      { name: 'z', service: '', agentId: 'b' },
    ];
    expect(of('a', { aliases })).toEqual([
      { name: 'a', service: '' },
      { name: 'x', service: '' },
      { name: 'y', service: 'web' },
    ]);
  });

  test('not by a key that stands for another, or is ignored', () => {
    expect(of('a', { aliases: [{ name: 'a', service: '', agentId: 'b' }] })).toEqual([]);
    expect(of('a', { ignored: [{ name: 'a', service: '' }] })).toEqual([]);
  });

  test('not by the key that was made when it was split off', () => {
    expect(of('c', { aliases: [{ name: 'shared', service: 'billing', agentId: 'c' }] })).toEqual([
      { name: 'shared', service: 'billing' },
    ]);
  });
});

test('an alias of a service is not one of all', () => {
  const with_ = naming({ aliases: [{ name: 'x', service: 'web', agentId: 'a' }] });
  expect([aliasAt(with_, 'x', 'web'), aliasAt(with_, 'x', ''), aliasAt(with_, 'y', 'web')]).toEqual(['a', null, null]);
});

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    fc.record({
      ...{ of: fc.constant('alias' as const), name: fc.string(), service: fc.string() },
      ...{ before: fc.option(fc.string()), after: fc.option(fc.string()) },
    }),
    fc.record({
      ...{ of: fc.constant('ignored' as const), name: fc.string(), service: fc.string() },
      ...{ before: fc.boolean(), after: fc.boolean() },
    }),
    fc.record({
      ...{
        of: fc.constant('agent' as const),
        id: fc.string(),
        field: fc.constantFrom('name' as const, 'slug' as const),
      },
      ...{ before: fc.string(), after: fc.string() },
    }),
  ),
);

describe('the way back', () => {
  test('of the way back is the way there', () => {
    fc.assert(fc.property(edits, (all) => void expect(inverse(inverse(all))).toEqual(all)));
  });

  test('puts back a value that was changed twice', () => {
    const values = new Map<string, unknown>();
    const apply = (all: readonly Edit[]): void => {
      for (const one of all) {
        const at = one.of === 'agent' ? one.id : one.name;
        if (values.has(at)) expect(values.get(at)).toBe(one.before);
        values.set(at, one.after);
      }
    };
    const twice: Edit[] = [
      { of: 'alias', name: 'x', service: '', before: null, after: 'a' },
      { of: 'alias', name: 'x', service: '', before: 'a', after: 'b' },
    ];
    apply(twice);
    apply(inverse(twice));
    expect(values.get('x')).toBeNull();
  });

  test('concerns the same names, each once; names for people are none of telemetry’s', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const names = namesOf(all);
        expect(new Set(names).size).toBe(names.length);
        expect(names.toSorted()).toEqual(namesOf(inverse(all)).toSorted());
        if (all.every((one) => one.of === 'agent')) expect(names).toEqual([]);
      }),
    );
  });
});
