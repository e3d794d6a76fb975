import { visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';

/** Teams whose rows a reader sees: all of the workspace's, or these. */
export type Teams = 'all' | readonly string[];

/** What one reader may see: whose runs, and whose text (previews, messages, attributes, error messages, log bodies). */
export type Sight = { runs: Teams; content: Teams };

export const sightOf = (ctx: Ctx): Sight => ({
  runs: visibleTeams(ctx.actor, 'run.read'),
  content: visibleTeams(ctx.actor, 'content.read'),
});

export const sees = (teams: Teams, teamId: string): boolean => teams === 'all' || teams.includes(teamId);

/** A condition on `team_id`; its parameter comes from `teamParams`. */
export const teamFilter = (teams: Teams): string => (teams === 'all' ? '1' : 'has({teams:Array(String)}, team_id)');

export const teamParams = (teams: Teams): { teams?: readonly string[] } => (teams === 'all' ? {} : { teams });
