import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits } from '../../packages/server/src/ingest/otlp/types.ts';
import { makeLoad } from './load.ts';
import { Random } from './random.ts';
import { TraceMaker } from './traces.ts';

test('a load has unique ids, times about its start, whole parents before their roots, and counts what it holds', () => {
  const { bodies, startAtMs } = makeLoad(6000, { rate: 3000, seed: 3 });
  const read = bodies.map((body) => readTraces(gunzipSync(body.bytes), defaultReadLimits).items);
  const spans = read.flat();
  expect(bodies.map((body) => body.spans)).toEqual(read.map((items) => items.length));
  expect(bodies.map((body) => body.roots)).toEqual(
    read.map((items) => items.filter((span) => span.parentSpanId === '').length),
  );
  expect(new Set(spans.map((span) => span.traceId + span.spanId)).size).toBe(spans.length);
  for (const span of spans) expect(Math.abs(Number(span.startNs / 1_000_000n) - startAtMs)).toBeLessThan(60_000);
  expect(startAtMs).toBeGreaterThan(Date.now());
});

test('traces look like those of an agent: kinds, messages of 0.7 to 3 kB, errors, sub-agents', () => {
  const maker = new TraceMaker(5, 1 << 20);
  const traces = Array.from({ length: 400 }, () => maker.next(Date.now()));
  const spans = traces.flatMap((trace) => trace.spans);
  const sizes = spans
    .filter((span) => span.name.startsWith('chat '))
    .map((span) =>
      span.attributes
        .filter(([key]) => /messages|instructions/.test(key))
        .reduce((sum, [, value]) => sum + String(value).length, 0),
    );
  expect(Math.min(...sizes)).toBeGreaterThan(450);
  expect(Math.max(...sizes)).toBeLessThan(4000);
  expect(sizes.toSorted((a, b) => a - b)[sizes.length >> 1]).toBeGreaterThan(900);
  expect(spans.filter((span) => span.error !== null).length / spans.length).toBeGreaterThan(0.005);
  expect(traces.reduce((sum, trace) => sum + trace.invocations, 0)).toBe(
    spans.filter((span) => span.name.startsWith('invoke_agent')).length,
  );
  expect(traces.some((trace) => trace.invocations > 1)).toBe(true);
  for (const { spans: own } of traces) {
    const ids = new Set(own.map((span) => span.spanId.toString()));
    expect(own.filter((span) => span.parentSpanId === null)).toEqual([own.at(-1)]);
    expect(own.every((span) => span.parentSpanId === null || ids.has(span.parentSpanId.toString()))).toBe(true);
    expect(own.every((span) => span.endNs >= span.startNs)).toBe(true);
    for (const [, value] of own.flatMap((span) => span.attributes).filter(([key]) => key.endsWith('messages')))
      JSON.parse(value as string);
  }
});

test('the same seed makes the same, another seed something else', () => {
  const words = (seed: number): number[] =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.word()
      )(new Random(seed)),
    );
  expect(words(1)).toEqual(words(1));
  expect(words(1)).not.toEqual(words(2));
});
