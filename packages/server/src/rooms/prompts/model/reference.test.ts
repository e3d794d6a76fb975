import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, mostDepth, numberAt, parseReference, referenceKey, type Target } from './reference.ts';

describe('how a reference is written', () => {
  test.each([
    ['tone@3', { name: 'tone', at: '3' }],
    ['shared/tone of voice@production', { name: 'shared/tone of voice', at: 'production' }],
    [' tone @ latest ', { name: 'tone', at: 'latest' }],
  ])('%s', (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  test.each(['tone', '@3', 'tone@', 'tone@0', 'tone@-1', 'tone@Production', 'a@b@c', 'tone@3.5', ''])(
    'not %s',
    (text) => {
      expect(parseReference(text)).toBeNull();
    },
  );

  test('numbers are numbers, all else is a label', () => {
    expect([numberAt('12'), numberAt('production'), numberAt('latest')]).toEqual([12, null, null]);
  });
});

const node = (promptId: string, number: number, ...to: string[]): Target => ({
  ...{ id: `${promptId}#${number}`, promptId },
  references: to.map((key) => parseReference(key)!),
});
const world = (...nodes: [string, Target][]): Map<string, Target> => new Map(nodes);

describe('following', () => {
  test('a chain fits up to its length, and no further', () => {
    const chain = Array.from({ length: 8 }, (_, n): [string, Target] => [`p${n}@1`, node(`p${n}`, 1, `p${n + 1}@1`)]);
    const from = (n: number) => follow(node('start', 1, `p${8 - n}@1`), world(...chain));
    expect(from(mostDepth)).toBe('fits');
    expect(from(mostDepth + 1)).toBe('too_deep');
  });

  test('a way back to any version of the prompt it comes from is a cycle', () => {
    expect(follow(node('a', 2, 'b@1'), world(['b@1', node('b', 1, 'a@1')], ['a@1', node('a', 1)]))).toBe('cycle');
    expect(follow(node('a', 1, 'a@1'), world(['a@1', node('a', 1, 'a@1')]))).toBe('cycle');
  });

  test('two ways to one prompt are none', () => {
    const shared: [string, Target] = ['tone@1', node('tone', 1)];
    const map = world(['b@1', node('b', 1, 'tone@1')], ['c@1', node('c', 1, 'tone@1')], shared);
    expect(follow(node('a', 1, 'b@1', 'c@1', 'tone@1'), map)).toBe('fits');
  });

  test('what is missing is not followed', () => {
    expect(follow(node('a', 1, 'gone@1'), world())).toBe('fits');
  });

  test('a ladder of doubled steps takes no longer than its nodes', () => {
    const rungs = Array.from({ length: 5 }, (_, n): [string, Target] => [
      `p${n}@1`,
      node(`p${n}`, 1, ...Array.from({ length: 9 }, () => `p${n + 1}@1`)),
    ]);
    expect(follow(node('start', 1, 'p0@1'), world(...rungs, ['p5@1', node('p5', 1)]))).toBe('too_deep');
  });

  test('references that only lead onwards never make a cycle; one that leads back always does', () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const onwards = pairs.filter(([from, to]) => from < to);
        const targets = new Map<string, Target>();
        for (let n = 0; n < 10; n++)
          targets.set(
            `p${n}@1`,
            node(`p${n}`, 1, ...onwards.filter(([from]) => from === n).map(([, to]) => `p${to}@1`)),
          );
        const start = targets.get('p0@1')!;
        expect(follow(start, targets)).not.toBe('cycle');
        const reached = [...reach(start, targets)].find((key) => key !== 'p0@1');
        if (reached === undefined) return;
        const back = targets.get(reached)!;
        targets.set(reached, { ...back, references: [...back.references, { name: 'p0', at: '1' }] });
        expect(follow(start, targets)).toBe('cycle');
      }),
    );
  });
});

function reach(start: Target, targets: ReadonlyMap<string, Target>): Set<string> {
  const seen = new Set<string>();
  const walk = (one: Target): void => {
    for (const reference of one.references) {
      const key = referenceKey(reference);
      if (!seen.has(key)) {
        seen.add(key);
        walk(targets.get(key)!);
      }
    }
  };
  walk(start);
  return seen;
}
