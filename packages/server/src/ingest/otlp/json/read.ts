import { collect } from '../collect.ts';
import type { Decoded, Keep, LogIn, ReadLimits, Refused, SpanIn } from '../types.ts';
import { type Kind, readEnvelope } from './envelope.ts';
import { readLog } from './log.ts';
import { readSpan } from './span.ts';

const traces: Kind<SpanIn> = { names: ['resourceSpans', 'scopeSpans', 'spans'], readItem: readSpan };
const logs: Kind<LogIn> = { names: ['resourceLogs', 'scopeLogs', 'logRecords'], readItem: readLog };

/**
 * Each span of an ExportTraceServiceRequest in OTLP JSON (UTF-8 bytes or text): lowerCamelCase or snake_case names, ids in
 * hex, 64-bit integers as strings or numbers. Spans that cannot be kept are refused one by one. Throws WireError where the
 * body is not such a request: then nothing of it may be kept, what `keep` was given before included.
 */
export const eachSpanJson = (body: Uint8Array | string, limits: ReadLimits, keep: Keep<SpanIn>): Refused =>
  readEnvelope(body, limits, traces, keep);

/** The same for an ExportLogsServiceRequest. `maxSpans` bounds the records. */
export const eachLogJson = (body: Uint8Array | string, limits: ReadLimits, keep: Keep<LogIn>): Refused =>
  readEnvelope(body, limits, logs, keep);

export const readTracesJson = (body: Uint8Array | string, limits: ReadLimits): Decoded<SpanIn> =>
  collect((keep) => eachSpanJson(body, limits, keep));

export const readLogsJson = (body: Uint8Array | string, limits: ReadLimits): Decoded<LogIn> =>
  collect((keep) => eachLogJson(body, limits, keep));
