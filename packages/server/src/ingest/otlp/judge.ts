/** Why an item is refused; null = not. Both encodings say the same. Ids: '' = empty or zero, null = wrong length or not hex. */
export function refuseIds(traceId: string | null, spanId: string | null, parentSpanId: string | null): string | null {
  if (traceId === null) return 'trace id is not 16 bytes';
  if (traceId === '') return 'trace id is empty or zero';
  if (spanId === null) return 'span id is not 8 bytes';
  if (spanId === '') return 'span id is empty or zero';
  return parentSpanId === null ? 'parent span id is not 8 bytes' : null;
}

/** A log record needs no span context, but half an id is none. */
export function refuseLogIds(traceId: string | null, spanId: string | null): string | null {
  if (traceId === null) return 'trace id is not 16 bytes';
  return spanId === null ? 'span id is not 8 bytes' : null;
}

/** An enum's number; one that this version does not know counts as unspecified. */
export const within = (value: number, max: number): number => (value >= 0 && value <= max ? value : 0);
