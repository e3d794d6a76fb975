import { bucketOf } from '../model/assignment/bucket.ts';
import { choose, rangesOf } from '../model/assignment/ranges.ts';
import { type Subject, unitOf } from '../model/assignment/unit.ts';
import { stepAt } from '../model/deployment/pinning.ts';
import type { Arms, Delivered, Served } from './snapshot.ts';

/**
 * `reason` in OpenFeature's words: SPLIT = drawn, STATIC = nothing was drawn. `unit`: what was held on to. `pinned`: as when the
 * conversation began, and another one than it would get now.
 */
export type Assignment = {
  readonly release: Delivered;
  readonly variant: 'stable' | 'candidate';
  readonly reason: 'STATIC' | 'SPLIT';
  readonly unit: 'user' | 'conversation' | 'tenant' | null;
  readonly pinned: boolean;
};
/** `since`: when the conversation began, ISO 8601; what is no time counts as not said. */
export type Asking = Subject & { since?: string | undefined };

/** Which release this subject gets at `now`, Unix milliseconds. Whatever goes wrong with the draw, it is the stable one. */
export function evaluate(served: Served, asking: Asking, now: number): Assignment {
  try {
    const unit = unitOf(asking);
    const current = drawn(served, unit);
    const pinned = asking.since === undefined ? null : pinnedTo(served, unit, { since: Date.parse(asking.since), now });
    return pinned === null || pinned.release.id === current.release.id ? current : { ...pinned, pinned: true };
  } catch {
    return stableOf(served);
  }
}

const stableOf = ({ stable }: Arms): Assignment => ({
  ...{ release: stable, variant: 'stable', reason: 'STATIC', unit: null, pinned: false },
});

/** What the unit was served then; null = nothing, or it was rolled back since. */
function pinnedTo({ history }: Served, unit: string | null, times: { since: number; now: number }): Assignment | null {
  const at = stepAt(history, times);
  const step = at === null ? undefined : history[at];
  if (step === undefined) return null;
  const then = drawn(step.arms, unit);
  return step.takenBack.includes(then.release.id) ? null : then;
}

function drawn(arms: Arms, unit: string | null): Assignment {
  const { stable, candidate } = arms;
  if (candidate === null || unit === null) return stableOf(arms);
  const kind = unit.slice(0, unit.indexOf(':')) as NonNullable<Assignment['unit']>;
  const isCandidate = choose(rangesOf([candidate.share]), bucketOf(candidate.salt, unit)) === 0;
  const arm = isCandidate
    ? ({ release: candidate.release, variant: 'candidate' } as const)
    : ({ release: stable, variant: 'stable' } as const);
  return { ...arm, reason: 'SPLIT', unit: kind, pinned: false };
}
