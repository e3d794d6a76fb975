import { isObject, type JsonObject } from '../content/json.ts';
import { cut, label, storedAttributes } from '../map/attributes.ts';
import { isSuspect } from '../map/time.ts';
import type { Attributes } from '../otlp/types.ts';
import type { Mark, ScoreRow } from '../rows.ts';
import { isReservedScore } from '../../spine/outcomes.ts';
import { cleanText } from '../scrub/clean.ts';
import { checkTexts, optionalId, requiredId } from '../parts/fields.ts';
import { spanIdOf, traceIdOf } from '../parts/ids.ts';
import { keptBody } from '../parts/kept-body.ts';
import { RefusedEvent } from '../parts/refused-event.ts';
import type { BatchSender, SentEvent } from '../parts/sent-event.ts';
import { scoreVersion } from './version.ts';

const maxComment = 16 * 1024;

/** A score as its row. Throws `RefusedEvent`. */
export function readScore(event: SentEvent, { sender, received, retentionDays }: BatchSender): ScoreRow {
  const { body } = event;
  const name = requiredId(body, 'name');
  if (isReservedScore(name)) throw new RefusedEvent('Names that begin with "signalbox." are reserved');
  checkTexts(body, 'comment', 'environment', 'source', 'dataType', 'configId', 'authorUserId');
  const trace = optionalId(body, 'traceId');
  const observation = optionalId(body, 'observationId');
  const session = optionalId(body, 'sessionId');
  if (trace === null && session === null)
    throw new RefusedEvent('A score needs "traceId" or "sessionId": scores of data-set runs are not kept here');
  if (observation !== null && trace === null) throw new RefusedEvent('"observationId" needs "traceId" beside it');
  const value = valueOf(body);
  const met = new Set<Mark>();
  const kept = keptBody(
    { ...body, name, sessionId: session, ...(value.label !== '' && { value: value.label }) },
    sender,
    met,
  );
  const text = (field: string): string => {
    const sent = kept[field];
    return typeof sent === 'string' ? sent : '';
  };
  const environment = label(text('environment'), met);
  const bound = sender.environment === null || environment === '' || environment === sender.environment;
  if (!bound) met.add('unbound');
  const metadata = isObject(kept['metadata']) ? new Map(Object.entries(kept['metadata'])) : new Map();
  return {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    bound,
    score_id: label(optionalId(body, 'id') ?? event.id, met),
    trace_id: trace === null ? '' : traceIdOf(trace),
    span_id: observation === null ? '' : spanIdOf(observation),
    conversation_id: label(text('sessionId'), met),
    name: label(text('name'), met),
    data_type: value.type,
    number: value.number,
    // A category is a figure; a free text is content.
    label:
      value.type === 'text' && sender.contentMode === 'drop' ? '' : cut(cleanText(text('value'), met), maxComment, met),
    comment: cut(cleanText(text('comment'), met), maxComment, met),
    source: label(text('source') || 'API', met),
    author_id: label(text('authorUserId'), met),
    config_id: label(text('configId'), met),
    environment,
    metadata: storedAttributes(metadata as Attributes, met),
    at: isSuspect(event.at, received, retentionDays) ? 0n : event.at,
    received_at: received,
    version: scoreVersion(event.at, event.id),
    marks: [...met],
  };
}

type Value = { type: ScoreRow['data_type']; number: number | null; label: string };

/** By the declared type, else by what the value is. */
function valueOf(body: JsonObject): Value {
  const sent = body['value'];
  const declared =
    optionalId(body, 'dataType')?.toUpperCase() ?? (typeof sent === 'number' ? 'NUMERIC' : 'CATEGORICAL');
  if (declared === 'NUMERIC' || declared === 'BOOLEAN') {
    const number = typeof sent === 'boolean' ? Number(sent) : sent;
    if (typeof number !== 'number' || !Number.isFinite(number))
      throw new RefusedEvent(`"value" of a ${declared} score must be a number`);
    if (declared === 'NUMERIC') return { type: 'numeric', number, label: '' };
    if (number !== 0 && number !== 1) throw new RefusedEvent('"value" of a BOOLEAN score must be 0 or 1');
    return { type: 'boolean', number, label: '' };
  }
  if (typeof sent !== 'string' || sent === '')
    throw new RefusedEvent(`"value" of a ${declared} score must be a string`);
  return { type: declared === 'CATEGORICAL' ? 'categorical' : 'text', number: null, label: sent };
}
