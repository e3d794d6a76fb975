import { weightedQuantile } from './report.ts';

/** When a count had been seen: `at` Unix ms of the answer's arrival. */
export type Seen = { at: number; count: number };
export type Acked = { at: number; count: number };

/**
 * Milliseconds from a 2xx until a reader could see it, 95th percentile over what was acknowledged. An acknowledgement is visible at the
 * first look that counts as many as had been acknowledged up to it. What was never seen counts as infinitely late. The time
 * between two looks makes this a little worse than it is.
 */
export function freshnessP95(acks: readonly Acked[], seen: readonly Seen[]): number {
  const late: { value: number; weight: number }[] = [];
  const looks = seen.toSorted((a, b) => a.at - b.at);
  let acknowledged = 0;
  let look = 0;
  for (const ack of acks.toSorted((a, b) => a.at - b.at)) {
    acknowledged += ack.count;
    while (look < looks.length && looks[look]!.count < acknowledged) look++;
    const at = looks[look]?.at ?? Number.POSITIVE_INFINITY;
    late.push({ value: Math.max(0, at - ack.at), weight: ack.count });
  }
  return weightedQuantile(late, 0.95);
}

/** How it went: for each `stepMs` from `from` on, the worst age (ms) of the oldest acknowledgement not yet visible at a look. */
export function lagBySteps(
  { acks, seen }: { acks: readonly Acked[]; seen: readonly Seen[] },
  from: number,
  stepMs: number,
): number[] {
  const steps: number[] = [];
  const ordered = acks.toSorted((a, b) => a.at - b.at);
  let visible = 0;
  let next = 0;
  for (const look of seen.toSorted((a, b) => a.at - b.at)) {
    while (next < ordered.length && visible + ordered[next]!.count <= look.count) visible += ordered[next++]!.count;
    const waiting = ordered[next];
    const step = Math.floor((look.at - from) / stepMs);
    if (step < 0) continue;
    while (steps.length <= step) steps.push(0);
    if (waiting && waiting.at <= look.at) steps[step] = Math.max(steps[step]!, look.at - waiting.at);
  }
  return steps;
}
