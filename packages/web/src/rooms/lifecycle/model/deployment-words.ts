import type { DeploymentChange } from 'signalbox/contract/lifecycle';

type Change = Pick<
  DeploymentChange,
  'verb' | 'environment' | 'releaseId' | 'previousId' | 'candidateId' | 'candidatePercent'
>;

/** One change of a deployment in a sentence. `version` names a release by its id. */
export function changeWords(change: Change, version: (id: string) => string): string {
  const { verb, environment, previousId, candidateId, candidatePercent } = change;
  const now = version(change.releaseId);
  const other = previousId === null || previousId === change.releaseId ? null : version(previousId);
  if (verb === 'roll_back')
    return other === null
      ? `Candidate taken back: ${now} serves all of ${environment}`
      : `Rolled ${environment} back from ${other} to ${now}`;
  if (candidateId !== null)
    return `${version(candidateId)} serves ${candidatePercent ?? '?'} % of ${environment}, beside ${now}`;
  const instead = other === null ? '' : `, instead of ${other}`;
  return verb === 'promote'
    ? `Promoted ${now} to ${environment}${instead}`
    : `Deployed ${now} to ${environment}${instead}`;
}

const refusals: Record<string, string> = {
  'lifecycle.frozen': 'a freeze held',
  'lifecycle.sign_off_missing': 'sign-offs were missing',
  'lifecycle.served_already': 'it was served already',
  'lifecycle.nothing_served': 'nothing was served to run beside',
  'access.forbidden': 'who planned it may not deploy any more',
};

/** Why a planned deployment was not carried out. `code`: of the error catalogue. */
export const refusalWords = (code: string | null): string => (code === null ? 'not known' : (refusals[code] ?? code));
