const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration as a spec says it, such as 90s, 30m, 6h, 7d. Throws a RangeError for anything else. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new RangeError(`"${text}" is no duration.`);
  return Number(count) * unitMs[unit]!;
}
