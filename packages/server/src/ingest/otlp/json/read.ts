import type { Decoded, LogIn, ReadLimits, SpanIn } from '../types.ts';
import { readEnvelope } from './envelope.ts';
import { readLog } from './log.ts';
import { readSpan } from './span.ts';

const traces = ['resourceSpans', 'scopeSpans', 'spans'] as const;
const logs = ['resourceLogs', 'scopeLogs', 'logRecords'] as const;

/**
 * An ExportTraceServiceRequest in OTLP JSON (UTF-8 bytes or text): lowerCamelCase or snake_case names, ids in hex, 64-bit integers
 * as strings or numbers. Spans that cannot be kept are refused one by one. Throws WireError where the body is not such a request.
 */
export const readTracesJson = (body: Uint8Array | string, limits: ReadLimits): Decoded<SpanIn> =>
  readEnvelope(body, limits, traces, readSpan);

/** The same for an ExportLogsServiceRequest. `maxSpans` bounds the records. */
export const readLogsJson = (body: Uint8Array | string, limits: ReadLimits): Decoded<LogIn> =>
  readEnvelope(body, limits, logs, readLog);
