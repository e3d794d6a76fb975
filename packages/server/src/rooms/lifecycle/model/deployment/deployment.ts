/** All of the traffic, in the buckets of model/assignment. */
export const all = 100_000;
/** How many releases one can roll back to. */
export const mostPast = 10;

/** A release that takes a share of the units, 1 … 99,999 buckets, drawn by its own salt. */
export type Candidate = { readonly releaseId: string; readonly share: number; readonly salt: string };
/** What one environment serves of one agent. */
export type Deployment = {
  /** Counts changes, from 1. */
  readonly version: number;
  readonly releaseId: string;
  readonly candidate: Candidate | null;
  /** Served before and not taken back, newest first. */
  readonly past: readonly string[];
};

/** `salt` begins a candidate; one that is there keeps its own. `to` null = the candidate if there is one, else the release before. */
export type Order =
  | { readonly verb: 'deploy'; readonly releaseId: string; readonly share: number; readonly salt: string }
  | { readonly verb: 'roll_back'; readonly to: string | null };

/** What stands in the way. `expected`: the version that the caller saw, null = whichever. */
export type Guard = {
  readonly expected: number | null;
  /** Id of a freeze window that holds now. */
  readonly frozenBy: string | null;
  readonly missingSignOffs: number;
};
export type Refusal =
  | 'changed_since'
  | 'frozen'
  | 'sign_off_missing'
  | 'served_already'
  | 'nothing_served'
  | 'no_such_past';

/** The next state, or why not. Rolling back asks neither for sign-offs nor whether anything is frozen. */
export function decide(current: Deployment | null, order: Order, guard: Guard): Deployment | Refusal {
  if (guard.expected !== null && guard.expected !== (current?.version ?? 0)) return 'changed_since';
  if (order.verb === 'roll_back') return current === null ? 'nothing_served' : rolledBack(current, order.to);
  if (guard.frozenBy !== null) return 'frozen';
  if (guard.missingSignOffs > 0) return 'sign_off_missing';
  return order.share === all ? served(current, order.releaseId) : shared(current, order);
}

function served(current: Deployment | null, releaseId: string): Deployment | Refusal {
  if (current === null) return { version: 1, releaseId, candidate: null, past: [] };
  const version = current.version + 1;
  if (current.releaseId === releaseId)
    return current.candidate === null ? 'served_already' : { ...current, version, candidate: null };
  const past = [current.releaseId, ...current.past].filter((one) => one !== releaseId).slice(0, mostPast);
  return { version, releaseId, candidate: null, past };
}

function shared(
  current: Deployment | null,
  { releaseId, share, salt }: Extract<Order, { verb: 'deploy' }>,
): Deployment | Refusal {
  if (current === null) return 'nothing_served';
  const before = current.candidate?.releaseId === releaseId ? current.candidate : null;
  if (current.releaseId === releaseId || before?.share === share) return 'served_already';
  return { ...current, version: current.version + 1, candidate: { releaseId, share, salt: before?.salt ?? salt } };
}

function rolledBack(current: Deployment, wanted: string | null): Deployment | Refusal {
  const version = current.version + 1;
  const to = wanted ?? (current.candidate === null ? current.past[0] : current.releaseId);
  if (to === current.releaseId)
    return current.candidate === null ? 'served_already' : { ...current, version, candidate: null };
  const at = to === undefined ? -1 : current.past.indexOf(to);
  if (at === -1) return 'no_such_past';
  return { version, releaseId: current.past[at]!, candidate: null, past: current.past.slice(at + 1) };
}
