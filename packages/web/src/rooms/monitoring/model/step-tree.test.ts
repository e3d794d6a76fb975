import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aStep } from './monitoring.fixture.ts';
import { stepTree, type StepNode } from './step-tree.ts';
import { pathTo, visibleSteps } from './visible-steps.ts';

const none: ReadonlySet<string> = new Set();
const shape = (tops: readonly StepNode[]): string[] =>
  visibleSteps(tops, none).map((n) => '·'.repeat(n.depth) + (n.step ? n.id : `(${n.id})`));

test('parents before children, siblings by start', () => {
  const steps = [
    aStep({ spanId: 'c', parentSpanId: 'a', offsetMs: 20 }),
    aStep({ spanId: 'b', parentSpanId: 'a', offsetMs: 10 }),
    aStep({ spanId: 'd', parentSpanId: 'b', offsetMs: 12 }),
    aStep({ spanId: 'a' }),
  ];
  expect(shape(stepTree(steps, 'a'))).toEqual(['a', '·b', '··d', '·c']);
});

test('the top step of a run keeps its place though its parent lies outside the run', () => {
  expect(
    shape(stepTree([aStep({ spanId: 'a', parentSpanId: 'http' }), aStep({ spanId: 'b', parentSpanId: 'a' })], 'a')),
  ).toEqual(['a', '·b']);
});

test('steps whose parent never arrived stand under a node that says so, after the rest', () => {
  const steps = [
    aStep({ spanId: 'x', parentSpanId: 'lost', offsetMs: 1 }),
    aStep({ spanId: 'y', parentSpanId: 'lost' }),
    aStep({ spanId: 'a' }),
  ];
  expect(shape(stepTree(steps, 'a'))).toEqual(['a', '(lost)', '·y', '·x']);
});

test('errors and counts go up', () => {
  const steps = [
    aStep({ spanId: 'a' }),
    aStep({ spanId: 'b', parentSpanId: 'a' }),
    aStep({ spanId: 'c', parentSpanId: 'b', isError: true }),
  ];
  const [top] = stepTree(steps, 'a');
  expect(top).toMatchObject({ below: 2, failing: true });
});

test('a collapsed node hides what is under it, and only that', () => {
  const steps = [
    aStep({ spanId: 'a' }),
    aStep({ spanId: 'b', parentSpanId: 'a' }),
    aStep({ spanId: 'c', parentSpanId: 'b' }),
    aStep({ spanId: 'd', parentSpanId: 'a', offsetMs: 5 }),
  ];
  expect(visibleSteps(stepTree(steps, 'a'), new Set(['b'])).map((n) => n.id)).toEqual(['a', 'b', 'd']);
});

test('the path to a step names its ancestors; of a stranger it is empty', () => {
  const tops = stepTree([aStep({ spanId: 'a' }), aStep({ spanId: 'b', parentSpanId: 'a' })], 'a');
  expect(pathTo(tops, 'b').map((n) => n.id)).toEqual(['a', 'b']);
  expect(pathTo(tops, 'z')).toEqual([]);
});

test('any parents at all, loops included: each step is shown exactly once', () => {
  const id = fc.integer({ min: 0, max: 12 }).map(String);
  const any = fc.uniqueArray(fc.record({ spanId: id, parentSpanId: fc.option(id), offsetMs: fc.nat(50) }), {
    selector: (s) => s.spanId,
  });
  fc.assert(
    fc.property(any, id, (some, top) => {
      const steps = some.map((s) => aStep(s));
      const shown = visibleSteps(stepTree(steps, top), none)
        .filter((n) => n.step !== null)
        .map((n) => n.id);
      expect(shown.toSorted()).toEqual(steps.map((s) => s.spanId).toSorted());
    }),
    { numRuns: 1000 },
  );
});

test('ten thousand steps in one chain overflow no stack', () => {
  const steps = Array.from({ length: 10_000 }, (_, i) =>
    aStep({ spanId: `s${i}`, parentSpanId: i === 0 ? null : `s${i - 1}` }),
  );
  const rows = visibleSteps(stepTree(steps, 's0'), none);
  expect([rows.length, rows.at(-1)?.depth]).toEqual([10_000, 9_999]);
});
