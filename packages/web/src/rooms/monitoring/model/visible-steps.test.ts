import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aStep } from './monitoring.fixture.ts';
import { stepTree, type StepNode } from './step-tree.ts';
import { pathTo, visibleSteps } from './visible-steps.ts';

/** Any run: ids 0 to 11, parents among them, strangers (x, y) or none, starts anywhere. */
const id = fc.integer({ min: 0, max: 11 }).map(String);
const anyRun = fc.tuple(
  fc.uniqueArray(
    fc.record({
      spanId: id,
      parentSpanId: fc.option(fc.oneof(id, fc.constantFrom('x', 'y'))),
      offsetMs: fc.integer({ min: -5, max: 50 }),
      isError: fc.boolean(),
    }),
    { selector: (s) => s.spanId, minLength: 1 },
  ),
  id,
);
const treeOf = ([some, top]: [Parameters<typeof aStep>[0][], string]): StepNode[] =>
  stepTree(
    some.map((s) => aStep(s)),
    top,
  );
const all = (tops: readonly StepNode[]): StepNode[] => visibleSteps(tops, new Set());

test('depth is one more than the parent’s, and rows come after their parent', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const tops = treeOf(run);
      const rows = all(tops);
      for (const node of rows)
        for (const child of node.children) {
          expect(child.depth).toBe(node.depth + 1);
          expect(rows.indexOf(child)).toBeGreaterThan(rows.indexOf(node));
        }
      for (const top of tops) expect(top.depth).toBe(0);
    }),
  );
});

test('siblings stand in order of their start', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      for (const node of all(treeOf(run))) {
        const starts = node.children.map((c) => c.step!.offsetMs);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }
    }),
  );
});

test('what is below is counted once, and an error below is known above', () => {
  const below = (node: StepNode): StepNode[] => node.children.flatMap((c) => [c, ...below(c)]);
  fc.assert(
    fc.property(anyRun, (run) => {
      for (const node of all(treeOf(run))) {
        expect(node.below).toBe(below(node).length);
        expect(node.failing).toBe([node, ...below(node)].some((n) => n.step?.isError === true));
      }
    }),
  );
});

test('the order of arrival changes nothing', () => {
  fc.assert(
    fc.property(anyRun, ([some, top]) => {
      const shape = (steps: typeof some): string =>
        all(treeOf([steps, top]))
          .map((n) => `${n.depth}${n.id}`)
          .join(' ');
      expect(shape(some.toReversed())).toBe(shape(some));
    }),
  );
});

test('folding hides exactly what is below what is folded, and unfolding brings it back in place', () => {
  fc.assert(
    fc.property(anyRun, fc.array(id), (run, folded) => {
      const tops = treeOf(run);
      const collapsed = new Set(folded);
      const shown = visibleSteps(tops, collapsed);
      const hidden = (node: StepNode): boolean =>
        pathTo(tops, node.id)
          .slice(0, -1)
          .some((up) => collapsed.has(up.id));
      expect(shown).toEqual(all(tops).filter((n) => !hidden(n)));
    }),
  );
});

test('a path starts at a top, ends at its step, and goes down one level at a time', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const tops = treeOf(run);
      for (const node of all(tops)) {
        const path = pathTo(tops, node.id);
        expect(tops).toContain(path[0]);
        expect(path.at(-1)).toBe(node);
        expect(path.map((n) => n.depth)).toEqual(path.map((_, i) => i));
      }
    }),
  );
});

test('a node for a parent that never came starts where its first step does, after what did come', () => {
  const tops = stepTree(
    [
      aStep({ spanId: 'a', offsetMs: 40 }),
      aStep({ spanId: 'p', parentSpanId: 'late', offsetMs: 30 }),
      aStep({ spanId: 'q', parentSpanId: 'early', offsetMs: 5 }),
    ],
    'a',
  );
  expect(tops.map((n) => [n.id, n.step === null])).toEqual([
    ['a', false],
    ['early', true],
    ['late', true],
  ]);
});

test('the top step comes first even where another root began before it', () => {
  const tops = stepTree([aStep({ spanId: 'a', offsetMs: 0 }), aStep({ spanId: 'b', offsetMs: -20 })], 'a');
  expect(tops.map((n) => n.id)).toEqual(['a', 'b']);
});
