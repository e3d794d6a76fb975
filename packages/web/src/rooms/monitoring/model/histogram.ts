import type { Histogram } from 'signalbox/contract/monitoring/explorer';

type Bucket = Histogram['buckets'][number];

export const runsOf = (bucket: Bucket): number =>
  bucket.completed + bucket.failed + bucket.passedToPerson + bucket.abandoned + bucket.unknown;

/** Bars in px of at most `height`, failed runs as a part of them; whatever is not 0 is at least 1 px high. */
export function heights(buckets: readonly Bucket[], height: number): { all: number; failed: number }[] {
  const most = Math.max(1, ...buckets.map(runsOf));
  const tall = (n: number): number => (n === 0 ? 0 : Math.max(1, (n / most) * (height - 2)));
  return buckets.map((bucket) => {
    const failed = tall(bucket.failed);
    return { failed, all: Math.max(failed, tall(runsOf(bucket))) };
  });
}

/** The time from one bucket to another, both included, in whichever order they were met. ISO 8601. */
export function brushed({ buckets, bucketSeconds }: Histogram, one: number, other: number): [from: string, to: string] {
  const from = buckets[Math.min(one, other)]!.at;
  const last = buckets[Math.max(one, other)]!.at;
  return [from, new Date(Date.parse(last) + bucketSeconds * 1000).toISOString()];
}
