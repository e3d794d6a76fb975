import { isObject, type JsonObject } from '../content/json.ts';
import { jsonBody } from '../content/json-body.ts';
import { WireError } from '../otlp/types.ts';
import type { RowSink } from '../rows.ts';
import { readScore } from '../scores/read-score.ts';
import { eventType } from './event-types.ts';
import { moment, requiredId } from './fields.ts';
import { readPart } from './read-part.ts';
import { RefusedEvent } from './refused-event.ts';
import type { BatchSender, SentEvent } from './sent-event.ts';

/** What became of one event. `status` as HTTP has it: 201 kept, else the reason is in `message`. */
export type EventReply = { id: string; status: number; message?: string };
/** `batch` as Langfuse's SDKs send it; one trace or one score alone, as its public API takes them. */
export type BatchForm = 'batch' | 'trace' | 'score';

const maxEvents = 10_000;

/**
 * A request of Langfuse's batch API into rows, an event at a time. What is wrong with one event concerns it alone; throws
 * `WireError` where the body is no such request at all.
 * @param newId of what is sent without an id
 */
export function readBatch(
  request: { body: Uint8Array; form: BatchForm; newId: string },
  from: BatchSender,
  sink: RowSink,
): EventReply[] {
  return eventsOf(jsonBody(request.body), request, from).map((event, index) => {
    const id = isObject(event) && typeof event['id'] === 'string' ? event['id'].slice(0, 1000) : '';
    if (index >= maxEvents)
      return { id, status: 413, message: `A batch has at most ${maxEvents} events; send this one in another` };
    try {
      keep(readEnvelope(event), from, sink);
      return { id, status: 201 };
    } catch (error) {
      if (error instanceof RefusedEvent) return { id, status: error.status, message: error.message };
      throw error;
    }
  });
}

function eventsOf(sent: JsonObject, { form, newId }: { form: BatchForm; newId: string }, from: BatchSender): unknown[] {
  if (form === 'batch') {
    const { batch } = sent;
    if (!Array.isArray(batch)) throw new WireError('"batch" must be an array of events.');
    return batch;
  }
  const timestamp = new Date(from.received).toISOString();
  const id = typeof sent['id'] === 'string' && sent['id'] !== '' ? sent['id'] : newId;
  return [{ id, type: `${form}-create`, timestamp, body: { ...sent, id } }];
}

function readEnvelope(event: unknown): SentEvent {
  if (!isObject(event)) throw new RefusedEvent('An event must be an object');
  const id = requiredId(event, 'id');
  const type = requiredId(event, 'type');
  if (!isObject(event['body'])) throw new RefusedEvent('"body" must be an object');
  return { id, type, at: moment(event, 'timestamp'), body: event['body'] };
}

function keep(event: SentEvent, from: BatchSender, sink: RowSink): void {
  const what = eventType(event.type);
  if (what === undefined) throw new RefusedEvent(`Events of type "${event.type.slice(0, 100)}" are not known here`);
  if (what.of === 'score') sink.scores(readScore(event, from));
  else if (what.of !== 'nothing') sink.parts(readPart(event, what, from));
}
