import type { Me } from 'signalbox/contract/access';

/** Where a verb would act: null = the whole workspace, else a team. */
type Place = string | null;

/**
 * May one do this there, as far as the page can know? Where a grant holds for single agents or environments only, the server
 * decides, and the page offers it.
 */
export function mayIn(me: Me | undefined, right: string, place: Place): boolean {
  if (me?.rights.includes(right) !== true) return false;
  const whole = me.rightsIn.some(
    ({ teamId, rights }) => (teamId === null || teamId === place) && rights.includes(right),
  );
  const narrow = me.grants.some(
    (grant) =>
      (grant.agentId !== null || grant.environment !== null) && (grant.teamId === null || grant.teamId === place),
  );
  return whole || (place !== null && narrow);
}

/** The teams in which one may do this. */
export const teamsFor = (me: Me | undefined, right: string): Me['teams'] =>
  (me?.teams ?? []).filter((team) => mayIn(me, right, team.id));
