import { text } from '../dialects/attribute.ts';
import { inferenceDetails, saidByEvent } from '../dialects/genai-events.ts';
import type { Facts } from '../dialects/types.ts';
import type { AttributeValue, LogIn } from '../otlp/types.ts';
import type { ContentRow, LogRow, Mark, MessageRefsRow, Sender } from '../rows.ts';
import { cleanText, cleanValue, type Met } from '../scrub/clean.ts';
import { cut, label, storedAttributes } from './attributes.ts';
import { storeContent } from './content.ts';
import type { MapOptions, MessagePositions } from './options.ts';
import { resourceOf, scopeOf } from './resource.ts';
import { isoOf, isSuspect } from './time.ts';

export type MappedLog = { row: LogRow; content: ContentRow[]; refs: MessageRefsRow[] };

const maxBody = 64 * 1024;

/**
 * One log record as rows. GenAI events that carry messages become content of the span they name, and leave the record
 * without them. Never throws on any record.
 * @param received this server's clock, Unix milliseconds. `options.positions`: a new map for each request.
 */
export function mapLog(
  log: LogIn,
  sender: Sender,
  received: number,
  options: MapOptions & { positions: MessagePositions },
): MappedLog {
  const met = new Set<Mark>();
  if (log.truncated) met.add('truncated');
  const eventName = log.eventName || (text(log.attributes, 'event.name') ?? '');
  const sent = log.timeNs || log.observedNs;
  const suspect = isSuspect(sent, received, options.retentionDays);
  const time = suspect ? 0n : sent;
  const said = log.traceId === '' || log.spanId === '' ? undefined : saidBy(eventName, log);
  const place = { sender, traceId: log.traceId, spanId: log.spanId, at: time };
  const stored =
    said &&
    storeContent(said, place, { contents: options.contents, met, indexOf: indexes(log, time, options.positions) });
  const resource = resourceOf(log.resource);
  for (const mark of resource.marks) met.add(mark);
  const attributes = storedAttributes(log.attributes, met, { consumed: said?.consumed });
  if (suspect) {
    met.add('clock_suspect');
    attributes.set('signalbox.sent_time', isoOf(sent));
  }
  const row: LogRow = {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    trace_id: log.traceId,
    span_id: log.spanId,
    time,
    received_at: received,
    severity: Math.min(Math.max(Math.trunc(log.severityNumber) || 0, 0), 24),
    severity_text: label(log.severityText, met),
    event_name: label(eventName, met),
    body: said?.fromBody === true ? '' : bodyText(log.body, met),
    scope: scopeOf(log.scope, met),
    service: resource.service,
    attributes,
    resource: resource.attributes,
    marks: [...met],
  };
  return { row, content: stored?.content ?? [], refs: stored?.refs ?? [] };
}

type Said = Facts & { fromBody: boolean };

/** A message stands in the body, or in the attributes; the body is left out where it became content. */
function saidBy(eventName: string, log: LogIn): Said | undefined {
  const facts = saidByEvent(eventName, log.attributes, log.body);
  return facts && { ...facts, fromBody: eventName !== inferenceDetails };
}

/**
 * Place of a message among those of its span, direction and moment. High bits: order within the request. Low bits: of
 * the content, so that another cut of the same events into requests can repeat a row but never replace another's.
 */
function indexes(log: LogIn, time: bigint, positions: MessagePositions) {
  return (direction: MessageRefsRow['direction'], first: Uint8Array): number => {
    const key = `${log.traceId}${log.spanId}${direction}${time}`;
    const position = positions.get(key) ?? 0;
    positions.set(key, position + 1);
    return (Math.min(position, 63) << 10) | (((first[0] ?? 0) << 2) | ((first[1] ?? 0) >> 6));
  };
}

function bodyText(body: AttributeValue, met: Met): string {
  if (body === null) return '';
  if (typeof body === 'string') return cut(cleanText(body, met), maxBody, met);
  return cut(JSON.stringify(cleanValue(body, met)) ?? '', maxBody, met);
}
