import fc from 'fast-check';
import type { JsonObject } from '../content/json.ts';
import type { PartRow, Sender } from '../rows.ts';
import { type EventReply, readBatch } from './read-batch.ts';
import type { Part } from './part.ts';
import type { ScoreRow } from '../rows.ts';

/** Batches of Langfuse for tests, and what reading them gives. */

export const sender: Sender = {
  workspaceId: 'wsp_1',
  teamId: 'tea_1',
  keyId: 'key_1',
  agent: null,
  environment: null,
  contentKey: new Uint8Array(32).fill(7),
  contentMode: 'keep',
};
/** Unix milliseconds of receipt. */
export const received = Date.UTC(2026, 10, 22, 6);

export type Event = { id: string; type: string; timestamp: string; body: JsonObject };

/** ISO, so many milliseconds after 05:27 of the morning of receipt. */
export const time = (ms: number): string => new Date(Date.UTC(2026, 10, 22, 5, 27) + ms).toISOString();
export const nanos = (ms: number): bigint => BigInt(Date.UTC(2026, 10, 22, 5, 27) + ms) * 1_000_000n;

let count = 0;
export const event = (type: string, body: JsonObject, changes: Partial<Event> = {}): Event => ({
  id: `event-${++count}`,
  type,
  timestamp: time(count),
  body,
  ...changes,
});

export type Read = { parts: PartRow[]; scores: ScoreRow[]; events: EventReply[] };

export function read(batch: readonly unknown[], from: Partial<Sender> = {}): Read {
  const parts: PartRow[] = [];
  const scores: ScoreRow[] = [];
  const never = (): never => {
    throw new Error('A batch has parts and scores only.');
  };
  const body = new TextEncoder().encode(JSON.stringify({ batch, metadata: { sdk_name: 'test' } }));
  const events = readBatch(
    { body, form: 'batch', newId: 'new' },
    { sender: { ...sender, ...from }, received },
    {
      ...{ spans: never, content: never, refs: never, logs: never },
      parts: (row) => void parts.push(row),
      scores: (row) => void scores.push(row),
    },
  );
  return { parts, scores, events };
}

/** As read back from the store. */
const stored = (row: PartRow): Part => ({
  keyId: row.key_id,
  agent: row.bound_agent || null,
  environment: row.bound_environment || null,
  kind: row.kind,
  traceId: row.trace_id,
  entityId: row.entity_id,
  eventId: row.event_id,
  at: row.event_time,
  type: row.type,
  receivedAt: row.received_at,
  body: JSON.parse(row.body) as JsonObject,
  marks: row.marks,
});

export const partsOf = (batch: readonly Event[], from: Partial<Sender> = {}): Part[] =>
  read(batch, from).parts.map(stored);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 2 });
const text = fc.constantFrom('a', 'b', 'plan', 'ü "quoted"');
const stamp = fc.nat(40).map(time);
const details = fc.dictionary(fc.constantFrom('k', 'l', '__proto__'), fc.constantFrom(1, 'x', null), { maxKeys: 2 });

const traceBody = fc.record({
  ...{ id: fc.constantFrom('t-1', 't-2'), name: maybe(text), userId: maybe(text), sessionId: maybe(text) },
  ...{ timestamp: stamp, tags: maybe(fc.uniqueArray(text)), metadata: maybe(details), environment: maybe(text) },
  ...{ input: maybe(fc.constantFrom('question', { q: 1 })), output: maybe(text), release: maybe(text) },
});
const observationBody = fc.record({
  ...{
    id: fc.constantFrom('o-1', 'o-2', 'o-3', 'o-4'),
    name: maybe(text),
    startTime: maybe(stamp),
    endTime: maybe(stamp),
  },
  ...{
    parentObservationId: maybe(fc.constantFrom('o-1', 'o-2', 't-1')),
    model: maybe(text),
    level: maybe(fc.constant('ERROR')),
  },
  ...{
    input: maybe(fc.constantFrom('hi', [{ role: 'user', content: 'hi' }])),
    output: maybe(text),
    metadata: maybe(details),
  },
  usageDetails: maybe(fc.constantFrom({ input: 5, output: 2, total: 7 }, { input: 1 })),
});
const traced = fc
  .tuple(observationBody, fc.constantFrom('t-1', 't-2', null))
  .map(([body, traceId]) => ({ ...body, traceId }));
const observationType = fc.constantFrom(
  'span-create',
  'span-update',
  'generation-create',
  'generation-update',
  'event-create',
);

const anyEvent = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(fc.constant('trace-create'), traceBody) },
  { weight: 3, arbitrary: fc.tuple(observationType, traced) },
) as fc.Arbitrary<[string, JsonObject]>;

/** Events about a few traces and observations, many of one moment, some of one id. */
export const someEvents: fc.Arbitrary<Event[]> = fc.array(
  fc
    .tuple(anyEvent, stamp, fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6'))
    .map(([[type, body], timestamp, id]) => ({
      ...{ id, type, timestamp, body },
    })),
  { maxLength: 24 },
);

/** All of them in another order, some twice, cut into requests. */
export const anyOrderAndCut = (events: readonly Event[]): fc.Arbitrary<Event[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.shuffledSubarray([...events]),
      fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 4 }),
    )
    .map(([whole, again, cuts]) => {
      const all = [...whole, ...again];
      const at = [0, ...new Set(cuts.toSorted((a, b) => a - b)), all.length];
      return at.slice(1).map((end, index) => all.slice(at[index], end));
    });
