import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aStep } from './monitoring.fixture.ts';
import { sameCallAs } from './same-call.ts';

const outer = aStep({ spanId: 'outer', kind: 'llm', countsTokens: false });
const between = aStep({ spanId: 'between', parentSpanId: 'outer' });
const inner = aStep({ spanId: 'inner', kind: 'llm', parentSpanId: 'between' });

test('a wrapper names the call below that is counted', () => {
  expect(sameCallAs(outer, [outer, between, inner])).toBe('inner');
});

test('an inner description names the call above that is counted', () => {
  const counted = { ...outer, countsTokens: true };
  expect(sameCallAs({ ...inner, countsTokens: false }, [counted, between, inner])).toBe('outer');
});

test('an agent repeats a total and names no call', () => {
  const agent = aStep({ spanId: 'agent', kind: 'agent', countsTokens: false });
  expect(sameCallAs(agent, [agent, { ...inner, parentSpanId: 'agent' }])).toBeNull();
});

test('a call beside it is not the same call, and loops end', () => {
  const loop = aStep({ spanId: 'outer', parentSpanId: 'between', kind: 'llm', countsTokens: false });
  const beside = aStep({ spanId: 'beside', kind: 'llm' });
  expect(sameCallAs(loop, [loop, between, beside])).toBeNull();
});

test('whatever the tree, loops too: the named call is counted, of the same kind, above or below', () => {
  const id = fc.integer({ min: 0, max: 8 }).map(String);
  const any = fc.uniqueArray(
    fc.record({
      spanId: id,
      parentSpanId: fc.option(id),
      countsTokens: fc.boolean(),
      kind: fc.constantFrom('llm' as const, 'agent' as const, 'embedding' as const),
    }),
    { selector: (s) => s.spanId, minLength: 1 },
  );
  fc.assert(
    fc.property(any, (some) => {
      const steps = some.map((s) => aStep(s));
      const related = (a: string, b: string): boolean => {
        const seen = new Set<string>();
        for (
          let at: string | null | undefined = a;
          at && !seen.has(at);
          at = steps.find((s) => s.spanId === at)?.parentSpanId
        ) {
          if (at === b && seen.size > 0) return true;
          seen.add(at);
        }
        return false;
      };
      for (const step of steps.filter((s) => !s.countsTokens)) {
        const other = steps.find((s) => s.spanId === sameCallAs(step, steps));
        if (!other) continue;
        expect(other).toMatchObject({ countsTokens: true, kind: step.kind });
        expect(related(step.spanId, other.spanId) || related(other.spanId, step.spanId)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
