import type { Selectable } from 'kysely';
import { AppError } from '../../../spine/errors.ts';
import type { GuardFacts } from './guard.ts';
import type { Place } from './place.ts';
import type { Candidate, Deployment, Guard, Refusal } from '../model/deployment/deployment.ts';
import type { Step } from '../model/deployment/pinning.ts';
import type { LifecycleTables } from '../tables.ts';

/** A row as the model knows it. */
export function deploymentOf(row: Selectable<LifecycleTables['deployments']>): Deployment {
  const past = JSON.parse(row.past) as string[];
  return { version: row.version, releaseId: row.release_id, candidate: candidateOf(row), past };
}

/** A row of the history as the model knows it. */
export const stepOf = (row: Selectable<LifecycleTables['deployment_history']>): Step => ({
  ...{ at: row.at.getTime(), isRollback: row.verb === 'roll_back', releaseId: row.release_id },
  candidate: candidateOf(row),
});

type Drawn = Pick<Selectable<LifecycleTables['deployments']>, 'candidate_id' | 'candidate_share' | 'salt'>;

const candidateOf = ({ candidate_id: releaseId, candidate_share: share, salt }: Drawn): Candidate | null =>
  releaseId === null || share === null || salt === null ? null : { releaseId, share, salt };

export const shareOf = (percent: number): number => Math.round(percent * 1_000);
export const percentOf = (share: number): number => share / 1_000;

type Found = { before: Deployment | null; place: Place; guard: Guard; facts: GuardFacts };

/** A refusal of the model as the error that says what to do. */
export function refused(refusal: Refusal, { before, place, guard, facts }: Found): AppError {
  const { environment } = place;
  switch (refusal) {
    case 'changed_since': {
      const params = { version: before?.version ?? 0, expected: guard.expected ?? 0 };
      return new AppError('lifecycle.deployment_changed', { params });
    }
    case 'frozen':
      return new AppError('lifecycle.frozen', { params: { ...facts.freeze } });
    case 'sign_off_missing':
      return new AppError('lifecycle.sign_off_missing', { params: { count: guard.missingSignOffs, environment } });
    case 'served_already':
      return new AppError('lifecycle.served_already');
    case 'nothing_served':
      return new AppError('lifecycle.nothing_served', { params: { environment } });
    case 'no_such_past':
      return new AppError('lifecycle.no_such_past', { params: { past: before?.past.join(', ') || 'none is left' } });
  }
}
