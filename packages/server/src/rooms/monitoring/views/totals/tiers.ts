/** Unix seconds on minute bounds, `low` included, `high` not. */
export type Range = { low: number; high: number };

/** Which minutes do not answer from rollups yet: all after `after`, and those in `also`. Unix seconds of their starts. */
export type OpenMinutes = { after: number; also: readonly number[] };

/** A range cut so that each part is answered by the coarsest rows that fit it; `live` has no rollup yet. */
export type Split = { days: Range[]; hours: Range[]; minutes: Range[]; live: Range[] };

const [minute, hour, day] = [60, 3600, 86_400];

/**
 * Only whole closed days and hours are taken from their tiers. The current day's row holds closed minutes too, but it may
 * be rebuilt between two reads, and then a minute would be counted by it and by the live part.
 */
export function splitRange(range: Range, open: OpenMinutes): Split {
  const edge = Math.min(range.high, Math.max(range.low, open.after + minute));
  const also = [...new Set(open.also)].filter((at) => at >= range.low && at < edge).sort((a, b) => a - b);
  const split: Split = { days: [], hours: [], minutes: [], live: [] };
  let low = range.low;
  for (const at of also) {
    closed({ low, high: at }, split);
    add(split.live, { low: at, high: at + minute });
    low = at + minute;
  }
  closed({ low, high: edge }, split);
  add(split.live, { low: edge, high: range.high });
  return split;
}

function closed(range: Range, split: Split): void {
  aroundCore(range, hour, split.minutes, (hours) => {
    aroundCore(hours, day, split.hours, (days) => add(split.days, days));
  });
}

/** Hands the part that is whole in `unit` on, and the rims on both sides to `rims`. */
function aroundCore({ low, high }: Range, unit: number, rims: Range[], core: (range: Range) => void): void {
  const first = Math.ceil(low / unit) * unit;
  const last = Math.floor(high / unit) * unit;
  if (first >= last) return add(rims, { low, high });
  add(rims, { low, high: first });
  core({ low: first, high: last });
  add(rims, { low: last, high });
}

function add(ranges: Range[], range: Range): void {
  if (range.low >= range.high) return;
  const last = ranges.at(-1);
  if (last !== undefined && last.high === range.low) last.high = range.high;
  else ranges.push({ ...range });
}
