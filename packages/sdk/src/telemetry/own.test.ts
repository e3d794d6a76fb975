import { describe, expect, test } from 'vitest';
import { readTracesJson } from '../../../server/src/ingest/otlp/json/read.ts';
import { defaultReadLimits } from '../../../server/src/ingest/otlp/types.ts';
import { configOf } from '../options.ts';
import { OwnTracer } from './own.ts';
import type { Step } from './tracer.ts';

type Read = ReturnType<typeof readTracesJson>['items'][number];

/** What is sent is read as the server reads it. */
function open(answers: (() => Response | Promise<Response>)[] = []) {
  const spans: Read[] = [];
  const asked: { path: string; key: string | null; count: number }[] = [];
  const errors: string[] = [];
  const config = configOf({
    ...{ url: 'http://signalbox.test/', key: 'sbx_k', agent: 'helper', environment: 'staging', instance: 'one' },
    onError: (error) => errors.push(error.message),
    fetch: async (url, init) => {
      const { items, rejected } = readTracesJson(String(init.body), defaultReadLimits);
      expect(rejected).toBe(0);
      const headers = new Headers(init.headers);
      asked.push({ path: new URL(url).pathname, key: headers.get('x-signalbox-key'), count: items.length });
      const answer = (await answers.shift()?.()) ?? Response.json({});
      if (answer.ok) spans.push(...items);
      return answer;
    },
  });
  return { tracer: new OwnTracer(config), spans, asked, errors };
}

const what = (name: string, isCall = false) => ({ name, isCall, attributes: { given: name } });
const named = (spans: readonly Read[], name: string): Read => spans.find((one) => one.name === name)!;

describe('a span', () => {
  test('says whose it is, when it was, and what was said of it meanwhile', async () => {
    const { tracer, spans, asked } = open();
    const began = Date.now();
    await tracer.within(what('a', true), null, async (step) => step.set('more', 2));
    expect(await tracer.flush(1_000)).toBe(true);
    expect(asked).toEqual([{ path: '/v1/traces', key: 'sbx_k', count: 1 }]);
    const [span] = spans;
    expect(Object.fromEntries(span!.attributes)).toEqual({ given: 'a', more: 2n });
    expect(Object.fromEntries(span!.resource.attributes)).toEqual({
      ...{ 'service.name': 'helper', 'service.instance.id': 'one' },
      ...{ 'signalbox.agent': 'helper', 'signalbox.environment': 'staging' },
    });
    expect(span).toMatchObject({ kind: 3, parentSpanId: '', statusCode: 0 });
    expect(span!.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(span!.spanId).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    expect(span!.endNs).toBeGreaterThanOrEqual(span!.startNs);
    expect(Math.abs(Number(span!.startNs / 1_000_000n) - began)).toBeLessThan(5_000);
  });

  test('keeps what was given apart from what is said of it', async () => {
    const { tracer } = open();
    const attributes = { a: 1 };
    await tracer.within({ name: 'x', isCall: false, attributes }, null, async (step) => step.set('a', 2));
    expect(attributes).toEqual({ a: 1 });
  });

  test('that fails says with what, and the caller gets the same error', async () => {
    const { tracer, spans } = open();
    const error = new RangeError('too far');
    const failing = tracer.within(what('a'), null, async () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    await tracer.flush(1_000);
    expect(spans[0]).toMatchObject({ statusCode: 2, statusMessage: 'too far' });
    expect(spans[0]!.events.map((one) => one.attributes.get('exception.type'))).toEqual(['RangeError']);
  });
});

describe('the span above', () => {
  test('is the one that runs, over awaits and side by side', async () => {
    const { tracer, spans } = open();
    await tracer.within(what('top'), null, async () => {
      await Promise.resolve();
      const beside = ['left', 'right'].map((side) =>
        tracer.within(what(side), null, async () => {
          await new Promise((next) => setImmediate(next));
          await tracer.within(what(`below ${side}`), null, async () => {});
        }),
      );
      await Promise.all(beside);
    });
    await tracer.flush(1_000);
    const top = named(spans, 'top');
    expect(new Set(spans.map((one) => one.traceId))).toEqual(new Set([top.traceId]));
    for (const side of ['left', 'right']) {
      expect(named(spans, side).parentSpanId).toBe(top.spanId);
      expect(named(spans, `below ${side}`).parentSpanId).toBe(named(spans, side).spanId);
    }
    expect(new Set(spans.map((one) => one.spanId)).size).toBe(5);
  });

  test('is the one that is given where none runs; one that runs is nearer', async () => {
    const { tracer, spans } = open();
    const given: Step = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), set: () => {} };
    await tracer.within(what('outer'), given, () => tracer.within(what('inner'), given, async () => {}));
    await tracer.flush(1_000);
    expect(named(spans, 'outer')).toMatchObject({ traceId: given.traceId, parentSpanId: given.spanId });
    expect(named(spans, 'inner').parentSpanId).toBe(named(spans, 'outer').spanId);
  });

  test('is gone when it has ended: the next begins a trace of its own', async () => {
    const { tracer, spans } = open();
    await tracer.within(what('first'), null, async () => {});
    await tracer.within(what('second'), null, async () => {});
    await tracer.flush(1_000);
    expect(named(spans, 'first').traceId).not.toBe(named(spans, 'second').traceId);
    expect(spans.map((one) => one.parentSpanId)).toEqual(['', '']);
  });
});

describe('on the way', () => {
  test.each([
    [503, 2],
    [429, 2],
    [408, 2],
    [500, 2],
    [400, 1],
    [401, 1],
    [403, 1],
    [413, 1],
  ])('an answer of %i means %i attempts', async (status, attempts) => {
    const { tracer, asked, spans, errors } = open([() => new Response('', { status })]);
    await tracer.within(what('a'), null, async () => {});
    expect(await tracer.flush(2_000)).toBe(true);
    expect(asked).toHaveLength(attempts);
    expect(spans).toHaveLength(attempts - 1);
    expect(errors).toEqual(attempts === 1 ? ['1 spans dropped: Signalbox refused them.'] : []);
  });

  test('a network that is away loses nothing', async () => {
    const { tracer, spans, errors } = open([() => Promise.reject(new TypeError('fetch failed'))]);
    await tracer.within(what('a'), null, async () => {});
    expect(await tracer.flush(2_000)).toBe(true);
    expect([spans.length, errors]).toEqual([1, []]);
  });

  test('many go in batches of at most 256, in the order they ended', async () => {
    const { tracer, spans, asked } = open();
    for (let n = 0; n < 600; n++) await tracer.within(what(String(n)), null, async () => {});
    expect(await tracer.flush(2_000)).toBe(true);
    expect(Math.max(...asked.map((one) => one.count))).toBeLessThanOrEqual(256);
    expect(spans.map((one) => Number(one.name))).toEqual(Array.from({ length: 600 }, (_, n) => n));
  });
});
