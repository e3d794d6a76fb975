import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { otelTracer } from './otel.ts';
import type { AttributeValue, SpanName } from './tracer.ts';

const registry = Symbol.for('opentelemetry.js.api.1');
type Holder = { [registry]?: unknown };
const holder = globalThis as Holder;

type Seen = {
  name: string;
  options: unknown;
  set: [string, AttributeValue][];
  statuses: { code: number; message?: string }[];
  exceptions: Error[];
  ended: number;
};

/** What is asked of the API, which is not ours; the real one is tried in client.test.ts. */
function provider() {
  const seen: Seen[] = [];
  const tracers: [string, string][] = [];
  const startActiveSpan = <T>(name: string, options: object, work: (span: object) => T): T => {
    const one: Seen = { name, options, set: [], statuses: [], exceptions: [], ended: 0 };
    seen.push(one);
    return work({
      spanContext: () => ({ traceId: 'trace', spanId: `span-${seen.length}` }),
      setAttribute: (key: string, value: AttributeValue) => one.set.push([key, value]),
      setStatus: (status: Seen['statuses'][number]) => one.statuses.push(status),
      recordException: (error: Error) => one.exceptions.push(error),
      end: () => one.ended++,
    });
  };
  const getTracer = (name: string, version: string) => {
    tracers.push([name, version]);
    return { startActiveSpan };
  };
  return { seen, tracers, trace: { getTracer } };
}

let before: unknown;
let registered: ReturnType<typeof provider>;
beforeEach(() => {
  before = holder[registry];
  registered = provider();
  holder[registry] = { trace: registered.trace };
});
afterEach(() => {
  if (before === undefined) delete holder[registry];
  else holder[registry] = before;
});

const what = (more: Partial<SpanName> = {}): SpanName => ({ name: 'x', isCall: false, attributes: {}, ...more });

test.each([[undefined], [{}], [{ trace: undefined }]])('there is none where the registry holds %j', (held) => {
  if (held === undefined) delete holder[registry];
  else holder[registry] = held;
  expect(otelTracer()).toBeNull();
});

test('it is asked for by name and version, once for all spans', async () => {
  const tracer = otelTracer()!;
  await tracer.within(what(), null, async () => {});
  await tracer.within(what(), null, async () => {});
  expect(registered.tracers).toEqual([['@signalbox/sdk', expect.stringMatching(/^\d+\.\d+\.\d+/)]]);
  expect(registered.seen).toHaveLength(2);
});

test.each([
  [false, 0],
  [true, 2],
])('a call (%s) is of kind %i, with its attributes from the beginning', async (isCall, kind) => {
  await otelTracer()!.within(what({ isCall, attributes: { a: 1, b: ['c'] } }), null, async () => {});
  expect(registered.seen[0]).toMatchObject({ name: 'x', options: { kind, attributes: { a: 1, b: ['c'] } } });
});

test('the work gets the ids of the span, says things of it, and its result comes back', async () => {
  const result = await otelTracer()!.within(what(), null, async (step) => {
    step.set('later', true);
    return [step.traceId, step.spanId];
  });
  expect(result).toEqual(['trace', 'span-1']);
  expect(registered.seen[0]).toMatchObject({ set: [['later', true]], statuses: [], exceptions: [], ended: 1 });
});

describe('work that fails', () => {
  test('marks the span, ends it once, and fails with the same error', async () => {
    const error = new TypeError('no stock');
    const failing = otelTracer()!.within(what(), null, async () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    expect(registered.seen[0]).toMatchObject({
      ...{ exceptions: [error], statuses: [{ code: 2, message: 'no stock' }], ended: 1 },
    });
  });

  test.each([['a text'], [404], [null], [undefined]])('with %j, which is no error, too', async (thrown) => {
    const failing = otelTracer()!.within(what(), null, () => {
      // eslint-disable-next-line only-throw-error -- what frameworks do.
      throw thrown;
    });
    await expect(failing.catch((error: unknown) => ({ error }))).resolves.toEqual({ error: thrown });
    expect(registered.seen[0]!.statuses).toEqual([{ code: 2, message: String(thrown) }]);
    expect(registered.seen[0]!.exceptions[0]).toBeInstanceOf(Error);
    expect(registered.seen[0]!.ended).toBe(1);
  });
});
