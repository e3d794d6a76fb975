import type { Decoded, LogIn, ReadLimits, SpanIn } from '../types.ts';
import { readEnvelope } from './envelope.ts';
import { readLog } from './log.ts';
import { readSpan } from './span.ts';

/**
 * An ExportTraceServiceRequest in protobuf. Spans that cannot be kept are refused one by one.
 * Throws WireError, with the offset, where the wire itself is broken: then nothing of the request may be kept.
 */
export const readTraces = (bytes: Uint8Array, limits: ReadLimits): Decoded<SpanIn> =>
  readEnvelope(bytes, limits, readSpan);

/** The same for an ExportLogsServiceRequest. `maxSpans` bounds the records. */
export const readLogs = (bytes: Uint8Array, limits: ReadLimits): Decoded<LogIn> => readEnvelope(bytes, limits, readLog);
