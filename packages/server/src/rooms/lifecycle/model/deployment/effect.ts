/** A change of what an environment serves. Times in Unix milliseconds; `before` null = nothing was served. */
type Step = { id: string; environment: string; at: number; before: string | null; after: string };
/** A stretch of time in which one release is looked at, to tell what a change did. */
export type Effect = {
  id: string;
  side: 'before' | 'after';
  environment: string;
  releaseId: string;
  from: number;
  to: number;
};

const dayMs = 86_400_000;
const most = 10;

/**
 * What to look at for the ten newest changes: the day before each, back to the change before it, and the day after, up to the next
 * change or `now`. `steps` newest first; those of other environments cut nothing.
 */
export function effectsOf(steps: readonly Step[], now: number): Effect[] {
  return steps.slice(0, most).flatMap((step, n) => {
    const { id, environment, at, before, after } = step;
    const ofPlace = (one: Step): boolean => one.environment === environment;
    const last = steps.slice(n + 1).find(ofPlace);
    const next = steps.slice(0, n).findLast(ofPlace);
    const own = { id, environment };
    const earlier = { ...own, side: 'before', from: Math.max(at - dayMs, last?.at ?? 0), to: at } as const;
    const later = { ...own, side: 'after', from: at, to: Math.min(at + dayMs, next?.at ?? now, now) } as const;
    return [...(before === null ? [] : [{ ...earlier, releaseId: before }]), { ...later, releaseId: after }].filter(
      (one) => one.from < one.to,
    );
  });
}
