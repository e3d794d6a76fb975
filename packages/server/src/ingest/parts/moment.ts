const form = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,](\d{1,9})\d*)?)?\s*(?:Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A moment as Langfuse's clients send it (ISO 8601, Python with microseconds) in Unix nanoseconds; a time without a zone is
 * UTC. null for anything else, and for moments before 1970.
 */
export function nanosOf(sent: unknown): bigint | null {
  if (typeof sent !== 'string' || sent.length > 64) return null;
  const text = sent.trim();
  const match = form.exec(text);
  if (match === null) return null;
  const [, fraction = ''] = match;
  const whole = text.replace(/[.,]\d+/, '').replace(' ', 'T');
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(whole) ? whole : `${whole}Z`);
  if (Number.isNaN(ms) || ms < 0) return null;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
