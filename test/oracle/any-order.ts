import fc from 'fast-check';
import { expect } from 'vitest';
import type { SpanRow } from '../../packages/server/src/ingest/rows.ts';
import type { InvocationFact, RunFact } from '../../packages/server/src/rooms/monitoring/model/facts.ts';
import { assembled, rowOf, spansOfCapture } from './capture-runs.ts';

/**
 * Networks reorder, clients re-send, batches are cut: every permutation of a capture's spans, some of them sent again, in
 * parts that were assembled on the way, comes to the same runs. Only the moment of the last insert may differ.
 */
export function anyOrderHolds(folder: string, numRuns = 40): void {
  const rows = spansOfCapture(folder).map(rowOf);
  const wanted = factsOf(rows);
  const orders = fc.tuple(
    fc.shuffledSubarray(rows, { minLength: rows.length }),
    fc.shuffledSubarray(rows),
    fc.array(fc.integer({ min: 0, max: rows.length }), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(orders, ([order, again, cuts]) => {
      const sent = [...order, ...again];
      // What stood of it on the way must not matter, nor throw.
      for (const cut of cuts) assembled(sent.slice(0, cut), (place) => place + 1);
      expect(factsOf(sent)).toEqual(wanted);
    }),
    { numRuns },
  );
}

function factsOf(rows: readonly SpanRow[]): object[] {
  const traces = [...assembled(rows, (place) => place + 1)].sort(([a], [b]) => (a < b ? -1 : 1));
  return traces.map(([, { runs, invocations }]) => ({ runs: runs.map(lasting), invocations: invocations.map(told) }));
}

const lasting = (run: RunFact): object => ({ ...run, lastIngested: 0 });
const told = (invocation: InvocationFact): object => ({ ...invocation, span: { ...invocation.span, ingestedAt: 0 } });
