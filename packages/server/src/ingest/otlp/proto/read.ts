import { collect } from '../collect.ts';
import type { Decoded, Keep, LogIn, ReadLimits, Refused, SpanIn } from '../types.ts';
import { readEnvelope } from './envelope.ts';
import { readLog } from './log.ts';
import { readSpan } from './span.ts';

/**
 * Each span of an ExportTraceServiceRequest in protobuf. Spans that cannot be kept are refused one by one.
 * Throws WireError, with the offset, where the wire itself is broken: then nothing of the request may be kept, what `keep`
 * was given before included.
 */
export const eachSpan = (bytes: Uint8Array, limits: ReadLimits, keep: Keep<SpanIn>): Refused =>
  readEnvelope(bytes, limits, readSpan, keep);

/** The same for an ExportLogsServiceRequest. `maxSpans` bounds the records. */
export const eachLog = (bytes: Uint8Array, limits: ReadLimits, keep: Keep<LogIn>): Refused =>
  readEnvelope(bytes, limits, readLog, keep);

export const readTraces = (bytes: Uint8Array, limits: ReadLimits): Decoded<SpanIn> =>
  collect((keep) => eachSpan(bytes, limits, keep));

export const readLogs = (bytes: Uint8Array, limits: ReadLimits): Decoded<LogIn> =>
  collect((keep) => eachLog(bytes, limits, keep));
