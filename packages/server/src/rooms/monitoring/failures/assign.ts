import { tokensOf } from '../../../detect/drain/tokens.ts';
import type { Tx } from '../../../spine/tx.ts';
import type { FailureScope } from './fingerprint.ts';
import type { Occurrence } from './read-failing.ts';
import { ScopeGroups } from './scope-groups.ts';

/** `groups`: the id of each occurrence's; `scopes`: all groups of the agents and classes that were met, by `scopeKey`. */
export type Assigned = { groups: Map<Occurrence, string>; scopes: Map<string, ScopeGroups> };

/**
 * The group of each occurrence; groups are made, and their templates widened, in this transaction. Doing it again with the
 * same occurrences changes nothing, which is what makes it safe to be killed after it.
 */
export async function assignGroups(tx: Tx, workspaceId: string, occurrences: readonly Occurrence[]): Promise<Assigned> {
  const assigned: Assigned = { groups: new Map(), scopes: new Map() };
  for (const [key, own] of byScope(workspaceId, occurrences)) {
    const scope = await ScopeGroups.read(tx, scopeOf(workspaceId, own[0]!));
    for (const one of own) assigned.groups.set(one, placeIn(scope, one));
    await scope.save(tx);
    assigned.scopes.set(key, scope);
  }
  return assigned;
}

export const placeIn = (scope: ScopeGroups, one: Occurrence): string => scope.place(one.locus, tokensOf(one.message));

export const byScope = (workspaceId: string, occurrences: readonly Occurrence[]): Map<string, Occurrence[]> =>
  Map.groupBy(occurrences, (one) => JSON.stringify(scopeOf(workspaceId, one)));

/** PostgreSQL keeps no character 0; refused here, it would hold up all that comes after it. */
const scopeOf = (workspaceId: string, { teamId, run, class: of }: Occurrence): FailureScope => ({
  ...{ workspaceId, teamId, agent: run.agent.replaceAll('\0', ''), class: of },
});
