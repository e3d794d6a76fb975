import type { JsonObject } from '../content/json.ts';
import { isSuspect, minuteOf } from '../map/time.ts';
import { label } from '../map/attributes.ts';
import type { Mark, PartRow } from '../rows.ts';
import type { EventType } from './event-types.ts';
import { checkMoments, checkTexts, optionalId, requiredId } from './fields.ts';
import { spanIdOf, traceIdOf } from './ids.ts';
import { keptBody } from './kept-body.ts';
import { RefusedEvent } from './refused-event.ts';
import type { BatchSender, SentEvent } from './sent-event.ts';

/** Longest body of one event once cleaned, bytes: it is read back as a whole with all others of its trace. */
const maxBody = 4 << 20;

/** One event about a trace or an observation as the row it is stored as. Throws `RefusedEvent`. */
export function readPart(event: SentEvent, what: EventType, { sender, received, retentionDays }: BatchSender): PartRow {
  const { body } = event;
  const isTrace = what.of === 'trace';
  checkTexts(body, 'name', 'userId', 'sessionId', 'release', 'environment', 'model', 'level', 'promptName');
  checkMoments(body, 'timestamp', 'startTime', 'endTime', 'completionStartTime');
  // Without an id of its own what an event makes has the event's: a repeated event makes it once.
  const id = isTrace || what.create ? (optionalId(body, 'id') ?? event.id) : requiredId(body, 'id');
  // As in Langfuse, an observation made outside any trace is a trace of its own.
  const trace = isTrace ? id : (optionalId(body, 'traceId') ?? (what.create ? id : null));
  optionalId(body, 'parentObservationId');
  const met = new Set<Mark>();
  const kept = JSON.stringify(keptBody(withIds(body, id, isTrace ? null : trace), sender, met));
  if (kept.length > maxBody) throw new RefusedEvent(`The event is larger than ${maxBody} bytes`, 413);
  const suspect = isSuspect(event.at, received, retentionDays);
  return {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    bound_agent: sender.agent ?? '',
    bound_environment: sender.environment ?? '',
    trace_id: trace === null ? '' : traceIdOf(trace),
    kind: isTrace ? 'trace' : 'observation',
    entity_id: isTrace ? traceIdOf(id) : spanIdOf(id),
    bucket: suspect ? 0 : minuteOf(event.at),
    event_id: label(event.id, met),
    event_time: event.at,
    received_at: received,
    type: event.type,
    body: kept,
    marks: [...met],
  };
}

const withIds = (body: JsonObject, id: string, traceId: string | null): JsonObject =>
  traceId === null ? { ...body, id } : { ...body, id, traceId };
