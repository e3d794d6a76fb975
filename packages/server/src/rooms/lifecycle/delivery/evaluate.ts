import { bucketOf } from '../model/assignment/bucket.ts';
import { choose, rangesOf } from '../model/assignment/ranges.ts';
import { type Subject, unitOf } from '../model/assignment/unit.ts';
import type { Delivered, Served } from './snapshot.ts';

/** `reason` in OpenFeature's words: SPLIT = drawn, STATIC = nothing was drawn. `unit`: what was held on to. */
export type Assignment = {
  readonly release: Delivered;
  readonly variant: 'stable' | 'candidate';
  readonly reason: 'STATIC' | 'SPLIT';
  readonly unit: 'user' | 'conversation' | 'tenant' | null;
};

/** Which release this subject gets. Whatever goes wrong with the draw, it is the stable one. */
export function evaluate(served: Served, subject: Subject): Assignment {
  const stable = { release: served.stable, variant: 'stable', reason: 'STATIC', unit: null } as const;
  try {
    return drawn(served, subject) ?? stable;
  } catch {
    return stable;
  }
}

function drawn({ stable, candidate }: Served, subject: Subject): Assignment | null {
  const unit = unitOf(subject);
  if (candidate === null || unit === null) return null;
  const kind = unit.slice(0, unit.indexOf(':')) as NonNullable<Assignment['unit']>;
  const isCandidate = choose(rangesOf([candidate.share]), bucketOf(candidate.salt, unit)) === 0;
  const arm = isCandidate
    ? ({ release: candidate.release, variant: 'candidate' } as const)
    : ({ release: stable, variant: 'stable' } as const);
  return { ...arm, reason: 'SPLIT', unit: kind };
}
