import { isNarrow, type Place, visiblePlaces } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';

/** Teams whose rows a reader sees: all of the workspace's, or these. */
export type Teams = 'all' | readonly string[];

/** What a reader sees down to single agents and environments: rows in any of these places. */
export type Places = 'all' | readonly Place[];

/** What one reader may see: whose runs, and whose text (previews, messages, attributes, error messages, log bodies). */
export type Sight = { runs: Places; content: Places };

export const sightOf = (ctx: Ctx): Sight => ({
  runs: visiblePlaces(ctx.actor, 'run.read'),
  content: visiblePlaces(ctx.actor, 'content.read'),
});

/** Where a run belongs; '' = no environment was told. */
type RunPlace = { team_id: string; agent: string; environment: string };

export const sees = (places: Places, run: RunPlace): boolean => places === 'all' || places.some((p) => holds(p, run));

/** The teams of which a reader sees the rows of this run: of those seen whole, and of its own where it is seen. */
export function teamsWithin(places: Places, run: RunPlace): Teams {
  if (places === 'all') return 'all';
  const whole = places.filter((place) => !isNarrow(place));
  if (whole.some((place) => place.teamId === null)) return 'all';
  const teams = whole.map((place) => place.teamId ?? '');
  return [...new Set(sees(places, run) ? [...teams, run.team_id] : teams)];
}

export const seesTeam = (teams: Teams, teamId: string): boolean => teams === 'all' || teams.includes(teamId);

const holds = (place: Place, run: RunPlace): boolean =>
  (place.teamId === null || place.teamId === run.team_id) &&
  (place.agents === null || place.agents.includes(run.agent)) &&
  (place.environment === null || place.environment === run.environment);

/** A condition on `team_id`; its parameter comes from `teamParams`. */
export const teamFilter = (teams: Teams): string => (teams === 'all' ? '1' : 'has({teams:Array(String)}, team_id)');

export const teamParams = (teams: Teams): { teams?: readonly string[] } => (teams === 'all' ? {} : { teams });

/** A condition on `team_id`, `agent` and `environment` of rows of runs, with its parameters; `prefix` tells two of one query apart. */
export function placeFilter(places: Places, prefix = ''): { where: string; params: Record<string, unknown> } {
  if (places === 'all') return { where: '1', params: {} };
  const teams = `${prefix}teams`;
  const params: Record<string, unknown> = { [teams]: places.filter((p) => !isNarrow(p)).map((p) => p.teamId ?? '') };
  const parts = places.flatMap((place, i) => {
    if (!isNarrow(place)) return [];
    const named = `${prefix}place${i}`;
    const [team, agents, environment] = [`${named}Team`, `${named}Agents`, `${named}Environment`];
    Object.assign(params, place.teamId !== null && { [team]: place.teamId });
    Object.assign(params, place.agents !== null && { [agents]: place.agents });
    Object.assign(params, place.environment !== null && { [environment]: place.environment });
    const all = [
      place.teamId === null ? [] : [`team_id = {${team}:String}`],
      place.agents === null ? [] : [`has({${agents}:Array(String)}, agent)`],
      place.environment === null ? [] : [`environment = {${environment}:String}`],
    ];
    return [`(${all.flat().join(' AND ')})`];
  });
  return { where: `(${[`has({${teams}:Array(String)}, team_id)`, ...parts].join(' OR ')})`, params };
}
