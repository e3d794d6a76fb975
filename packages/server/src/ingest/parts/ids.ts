import { createHash } from 'node:crypto';

/**
 * Langfuse's ids are any text; ours are OpenTelemetry's. One that has that form already stays, so that what arrives over OTLP
 * meets it; all others become the head of their SHA-256, as Langfuse's own `createTraceId(seed)` makes them.
 */
const traceForm = /^(?!0{32})[0-9a-f]{32}$/;
const spanForm = /^(?!0{16})[0-9a-f]{16}$/;

/** 32 hex digits. */
export const traceIdOf = (sent: string): string => (traceForm.test(sent) ? sent : digest(sent, 32));

/** 16 hex digits. */
export const spanIdOf = (sent: string): string => (spanForm.test(sent) ? sent : digest(sent, 16));

/** Of the span that stands for a trace without observations. @param traceId as mapped */
export const ownSpanIdOf = (traceId: string): string => digest(`the trace ${traceId} itself`, 16);

function digest(text: string, digits: number): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, digits);
  return /^0+$/.test(hex) ? '1'.padStart(digits, '0') : hex;
}
