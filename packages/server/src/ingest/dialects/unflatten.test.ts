import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../otlp/types.ts';
import { below, leafText, numbered, unflatten } from './unflatten.ts';

const treeOf = (given: Record<string, AttributeValue>) =>
  unflatten(new Map(Object.entries(given)), ['m.']).trees.get('m.');
const rolesOf = (given: Record<string, AttributeValue>) =>
  numbered(treeOf(given)).map((message) => leafText(message, 'role'));

describe('unflatten', () => {
  test('reads each attribute into the tree of the first prefix it has, and tells which keys it took', () => {
    const attributes = new Map<string, AttributeValue>([
      ['in.0.role', 'user'],
      ['other', 1n],
      ['out.0.role', 'assistant'],
      ['in.0.parts.1.text', 'b'],
    ]);
    const { trees, keys } = unflatten(attributes, ['in.', 'out.']);
    expect(keys).toEqual(['in.0.role', 'out.0.role', 'in.0.parts.1.text']);
    expect([...trees.keys()]).toEqual(['in.', 'out.']);
    expect(leafText(trees.get('in.'), '0', 'parts', '1', 'text')).toBe('b');
    expect(leafText(trees.get('out.'), '0', 'role')).toBe('assistant');
  });

  test('numbers order messages as numbers, and gaps close', () => {
    expect(rolesOf({ 'm.10.role': 'c', 'm.2.role': 'b', 'm.0.role': 'a' })).toEqual(['a', 'b', 'c']);
  });

  test('a number is never a length: the largest that fits makes one message', () => {
    expect(rolesOf({ 'm.999999999.role': 'only', 'm.9999999999.role': 'too long a number' })).toEqual(['only']);
  });

  test('names that are no numbers, and numbers with a bare value, are no messages', () => {
    expect(rolesOf({ 'm.x.role': 'a', 'm.-1.role': 'b', 'm.1.5.role': 'c', 'm.0': 'bare', 'm.role': 'd' })).toEqual([
      undefined,
    ]);
    expect(numbered('a leaf')).toEqual([]);
    expect(numbered(undefined)).toEqual([]);
  });

  test.each([
    [{ 'm.0': 'leaf', 'm.0.role': 'user' }, 'leaf before branch'],
    [{ 'm.0.role': 'user', 'm.0': 'leaf' }, 'branch before leaf'],
  ])('a leaf in the way of a branch gives way: %j (%s)', (given) => {
    expect(rolesOf(given)).toEqual(['user']);
  });

  test('names of a prototype are names', () => {
    const tree = treeOf({ 'm.__proto__.polluted': 'yes', 'm.constructor.prototype.x': 'y' });
    expect(leafText(tree, '__proto__', 'polluted')).toBe('yes');
    expect('polluted' in {}).toBe(false);
  });

  test('what nests deeper than twelve is dropped, and told as taken', () => {
    const path = (depth: number) => `m.${Array.from({ length: depth }, () => 'a').join('.')}`;
    const attributes = new Map<string, AttributeValue>([
      [path(12), 'kept'],
      [path(13), 'dropped'],
      [path(5000), 'dropped'],
    ]);
    const { trees, keys } = unflatten(attributes, ['m.']);
    expect(keys).toHaveLength(3);
    expect(below(trees.get('m.'), ...Array.from({ length: 12 }, () => 'a'))).toBe('kept');
  });

  test('an empty text is no text, and a number is none either', () => {
    const tree = treeOf({ 'm.0.role': '', 'm.0.n': 5n });
    expect(leafText(tree, '0', 'role')).toBeUndefined();
    expect(leafText(tree, '0', 'n')).toBeUndefined();
    expect(below(tree, '0', 'n', 'further')).toBeUndefined();
  });

  test('every leaf of a tree is found again, in any order of the keys', () => {
    const segment = fc.constantFrom('0', '1', '2', 'a', 'b');
    const paths = fc.uniqueArray(fc.array(segment, { minLength: 3, maxLength: 3 }), { selector: (p) => p.join('.') });
    fc.assert(
      fc.property(paths, fc.infiniteStream(fc.nat()), (all, random) => {
        const entries = all.map((path) => [`m.${path.join('.')}`, path.join('.')] as const);
        const shuffled = entries
          .map((entry) => [random.next().value as number, entry] as const)
          .sort(([a], [b]) => a - b)
          .map(([, entry]) => entry);
        const tree = unflatten(new Map(shuffled), ['m.']).trees.get('m.');
        for (const path of all) expect(leafText(tree, ...path)).toBe(path.join('.'));
      }),
    );
  });
});
