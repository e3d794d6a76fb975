import { describe, expect, test } from 'vitest';
import { readSpan } from '../dialects/registry.ts';
import { ownSpanIdOf, spanIdOf, traceIdOf } from './ids.ts';
import { event, type Event, nanos, partsOf, time } from './parts.fixture.ts';
import { spansOfTrace } from './trace-spans.ts';

const made = (trace: string, ...events: Event[]) => spansOfTrace(traceIdOf(trace), partsOf(events));
const at = (ms: number, more: object = {}) => ({ traceId: 't', startTime: time(ms), ...more });

describe('a trace', () => {
  test('gives its own fields to each of its observations, and its input to the first', () => {
    const { spans } = made(
      't',
      event('trace-create', {
        ...{ id: 't', name: 'support', userId: 'u', sessionId: 's', tags: ['beta'], input: 'q', output: 'a' },
        ...{ release: '1.4', version: 'v7', environment: 'staging', metadata: { tenant: 'acme' }, public: true },
      }),
      event('span-create', { id: 'later', ...at(9) }),
      event('span-create', { id: 'first', ...at(3) }),
      event('span-create', { id: 'child', ...at(1, { parentObservationId: 'first' }) }),
    );
    const byId = new Map(spans.map(({ span }) => [span.spanId, span]));
    const first = byId.get(spanIdOf('first'))!;
    expect(byId.get(spanIdOf('child'))!.parentSpanId).toBe(first.spanId);
    for (const { span } of spans)
      expect(readSpan(span)).toMatchObject({
        ...{ workflow: 'support', user: 'u', conversation: 's', tags: ['beta'], environment: 'staging' },
        dialect: 'langfuse',
      });
    expect([...first.attributes]).toEqual(
      expect.arrayContaining([
        ['langfuse.release', '1.4'],
        ['langfuse.version', 'v7'],
        ['langfuse.trace.metadata.tenant', 'acme'],
        ['langfuse.trace.public', true],
        ['langfuse.trace.id', 't'],
        ['langfuse.observation.id', 'first'],
      ]),
    );
    const carries = spans.filter(({ span }) => span.attributes.has('langfuse.trace.input'));
    expect(carries.map(({ span }) => span.spanId)).toEqual([first.spanId]);
    expect(readSpan(first)).toMatchObject({
      input: [{ parts: [{ content: 'q' }] }],
      output: [{ parts: [{ content: 'a' }] }],
    });
  });

  test('without observations can stand for itself', () => {
    const { spans, own } = made(
      't',
      event('trace-create', { id: 't', name: 'ping', timestamp: time(4), output: 'pong' }),
    );
    expect(spans).toEqual([]);
    expect(own!.span).toMatchObject({
      ...{ traceId: traceIdOf('t'), spanId: ownSpanIdOf(traceIdOf('t')), parentSpanId: '' },
      ...{ name: 'ping', startNs: nanos(4), endNs: 0n },
    });
    expect(readSpan(own!.span)).toMatchObject({ kind: 'other', output: [{ parts: [{ content: 'pong' }] }] });
  });

  test('names the service, which batches do not', () => {
    const create = event('span-create', { id: 'o', ...at(1) });
    const serviceOf = (...events: Event[]) =>
      made('t', ...events).spans[0]!.span.resource.attributes.get('service.name');
    expect(serviceOf(create)).toBe('unknown_service');
    expect(serviceOf(create, event('trace-create', { id: 't', name: 'support' }))).toBe('support');
  });

  test('of nothing but an update waits', () => {
    expect(made('t', event('span-update', { id: 'o', traceId: 't', endTime: time(9) }))).toEqual({
      spans: [],
      own: null,
    });
  });
});

describe('an observation', () => {
  test('has the usage and cost that were sent, the older form too', () => {
    const { spans } = made(
      't',
      event('generation-create', {
        ...{
          id: 'a',
          ...at(1),
          model: 'm-1',
          modelParameters: { temperature: 0.2 },
          promptName: 'p',
          promptVersion: 7,
        },
        usage: { input: 812, output: 41, total: 853, unit: 'TOKENS', inputCost: 0.0002, totalCost: 0.00028 },
        completionStartTime: time(3),
      }),
      event('generation-create', {
        ...{ id: 'b', ...at(2), costDetails: { total: 0.0019 } },
        usageDetails: { input: 172, output: 59, cache_read_input_tokens: 640, total: 871 },
      }),
      event('generation-create', { id: 'c', ...at(3), usage: { input: 90, unit: 'CHARACTERS' } }),
      event('generation-create', { id: 'd', ...at(4), usage: { inputCost: 0, totalCost: 0 } }),
    );
    const [a, b, c, d] = spans.map(({ span }) => readSpan(span));
    expect(a).toMatchObject({
      ...{ kind: 'llm', requestModel: 'm-1', promptName: 'p', promptVersion: '7', cost: 0.00028 },
      usage: { input: 812, output: 41, cacheRead: null },
      timeToFirstTokenNs: 2_000_000n,
    });
    expect(b).toMatchObject({ usage: { input: 812, output: 59, cacheRead: 640 }, usageQuality: 'exact', cost: 0.0019 });
    expect(c!.usage).toMatchObject({ input: null, output: null });
    expect(d!.cost).toBeUndefined();
  });

  test('fails by its level; an event is a moment; kinds are those of newer SDKs', () => {
    const { spans } = made(
      't',
      event('span-create', { id: 'a', ...at(1, { level: 'ERROR', statusMessage: 'reset' }) }),
      event('event-create', { id: 'b', ...at(2) }),
      event('agent-create', { id: 'c', name: 'clerk', ...at(3) }),
      event('observation-create', { id: 'd', type: 'EVENT', ...at(4) }),
    );
    expect(readSpan(spans[0]!.span)).toMatchObject({ failed: true, errorMessage: 'reset', kind: 'other' });
    expect(spans[1]!.span).toMatchObject({ startNs: nanos(2), endNs: nanos(2) });
    expect(readSpan(spans[2]!.span)).toMatchObject({ kind: 'agent', agent: 'clerk' });
    expect(spans[3]!.span.endNs).toBe(nanos(4));
  });

  test('under the trace itself is a top one, unless the trace is an observation too', () => {
    const child = event('span-create', { id: 'a', ...at(1, { parentObservationId: 't' }) });
    expect(made('t', child).spans[0]!.span.parentSpanId).toBe('');
    const both = made('t', child, event('span-create', { id: 't', ...at(0) }));
    expect(both.spans.map(({ span }) => span.parentSpanId)).toEqual(['', spanIdOf('t')]);
  });

  test('made outside any trace is a trace of its own; an update without one is of every observation of that id', () => {
    const parts = partsOf([
      event('span-create', { id: 'o', startTime: time(1) }),
      event('span-update', { id: 'o', endTime: time(5) }),
    ]);
    expect(parts.map((part) => part.traceId)).toEqual([traceIdOf('o'), '']);
    expect(spansOfTrace(traceIdOf('o'), parts).spans[0]!.span).toMatchObject({ startNs: nanos(1), endNs: nanos(5) });
    expect(spansOfTrace(traceIdOf('other'), parts.slice(1)).spans).toEqual([]);
  });
});

test('ids of OpenTelemetry stay, all others become one', () => {
  expect(traceIdOf('ab'.repeat(16))).toBe('ab'.repeat(16));
  expect(spanIdOf('ab'.repeat(8))).toBe('ab'.repeat(8));
  for (const sent of ['', 'trace-0001', '0'.repeat(32), 'AB'.repeat(16), '8f65272c-bed3-4136-8bf7-7146299307c6', 'ü'])
    expect(traceIdOf(sent)).toMatch(/^[0-9a-f]{32}$/);
  expect(traceIdOf('trace-0001')).not.toBe(traceIdOf('trace-0002'));
});
