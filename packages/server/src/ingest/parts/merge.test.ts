import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeParts } from './merge.ts';
import { mergedSpan } from './merged-span.ts';
import { anyOrderAndCut, event, type Event, nanos, partsOf, someEvents, time } from './parts.fixture.ts';
import type { Part } from './part.ts';
import { spansOfTrace } from './trace-spans.ts';

const columns = (...events: Event[]): Record<string, unknown> => Object.fromEntries(mergeParts(partsOf(events)));

describe('columns', () => {
  test('the latest that is not null holds, whichever came first', () => {
    const create = event('span-create', { id: 'o', traceId: 't', name: 'plan', input: 'x', output: null });
    const update = event('span-update', { id: 'o', traceId: 't', name: null, output: 'ok' });
    const wanted = { id: 'o', traceId: 't', type: 'span', name: 'plan', input: 'x', output: 'ok' };
    expect(columns(create, update)).toEqual(wanted);
    expect(columns(update, create)).toEqual(wanted);
    expect(columns({ ...update, timestamp: time(-5) }, create)).toEqual(wanted);
  });

  test('an update of the moment of its create comes after it', () => {
    const create = event('span-create', { id: 'o', name: 'first' }, { id: 'z', timestamp: time(1) });
    const update = event('span-update', { id: 'o', name: 'second', traceId: 'o' }, { id: 'a', timestamp: time(1) });
    expect(columns(update, create)).toMatchObject({ name: 'second' });
  });

  test('metadata are merged key by key, tags collected', () => {
    const one = event('trace-create', { id: 't', tags: ['b', 'a'], metadata: { a: 1, b: { c: 1 } } });
    const two = event('trace-create', { id: 't', tags: ['c', 'a'], metadata: { b: 2, d: null } });
    expect(columns(two, one)).toMatchObject({ tags: ['a', 'b', 'c'], metadata: { a: 1, b: 2 } });
  });

  test('what an observation is, by the event or by its body', () => {
    expect(columns(event('tool-create', { id: 'o', type: 'SPAN' }))).toMatchObject({ type: 'tool' });
    expect(columns(event('observation-create', { id: 'o', type: 'AGENT' }))).toMatchObject({ type: 'AGENT' });
  });
});

const owner = { workspaceId: 'wsp_1', teamId: 'tea_1', contentKey: new Uint8Array(32).fill(7) };

/** Everything that the store would hold of these parts, trace by trace. */
function rowsOf(parts: readonly Part[]): unknown {
  const traces = [...new Set(parts.map((part) => part.traceId).filter((id) => id !== ''))].sort();
  return traces.map((traceId) => {
    const here = parts.filter((part) => part.traceId === traceId);
    const known = new Set(here.map((part) => part.entityId));
    const loose = parts.filter((part) => part.traceId === '' && known.has(part.entityId));
    const made = spansOfTrace(traceId, [...here, ...loose]);
    return [...made.spans, ...(made.own === null ? [] : [made.own])].map((span) => mergedSpan(span, owner, 90));
  });
}

test('any order and any cut of any batches, parts of them twice, from two nodes: the same rows', () => {
  const cases = someEvents.chain((events) => fc.tuple(fc.constant(events), anyOrderAndCut(events)));
  fc.assert(
    fc.property(cases, ([events, requests]) => {
      const wanted = rowsOf(partsOf(events));
      // Requests go to one node or the other; the merge reads what both brought, in the order of the store.
      const [odd, even] = [requests.filter((_, at) => at % 2 === 1), requests.filter((_, at) => at % 2 === 0)];
      expect(rowsOf([...odd, ...even].flatMap((batch) => partsOf(batch)))).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});

test('spans only ever grow in number: what was shown of a trace is not taken back', () => {
  fc.assert(
    fc.property(someEvents, fc.nat(24), (events, cut) => {
      const ids = (some: readonly Event[]): string[] =>
        (rowsOf(partsOf(some)) as { row: { trace_id: string; span_id: string } }[][])
          .flat()
          .map(({ row }) => `${row.trace_id} ${row.span_id}`);
      const all = new Set(ids(events));
      for (const id of ids(events.slice(0, cut))) expect(all).toContain(id);
    }),
  );
});

test('a span starts and ends when its events say', () => {
  const [create, update] = [
    event('generation-create', { id: 'o', traceId: 't', startTime: time(5) }),
    event('generation-update', { id: 'o', traceId: 't', endTime: time(900).replace('Z', '+00:00') }),
  ];
  const [made] = spansOfTrace(partsOf([create])[0]!.traceId, partsOf([update, create])).spans;
  expect(made!.span).toMatchObject({ startNs: nanos(5), endNs: nanos(900) });
});
