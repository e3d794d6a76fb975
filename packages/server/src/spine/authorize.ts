import type { Actor, Grant } from './actor.ts';
import type { Ctx } from './ctx.ts';
import { AppError } from './errors.ts';
import { innate, rightOf, roleHas, type Action, type GrantedAction, type Right } from './rights.ts';

/**
 * Where the action would act. `{}` = the whole workspace. An agent is named by id, or by `agent` as telemetry has it. `'anywhere'`
 * asks only whether the actor has the right in some place: for verbs that find their object first and must answer "not found"
 * where it is another team's.
 */
export type Resource = { teamId?: string; agentId?: string; agent?: string; environment?: string } | 'anywhere';

type KeyActor = Extract<Actor, { kind: 'key' }>;

/** Pure: may this actor do this there? Jobs and the system may; the ledger names them. */
export function allows(actor: Actor, action: Action, resource: Resource = {}): boolean {
  if (actor.kind === 'system' || actor.kind === 'job') return true;
  if (isInnate(action)) return actor.kind === innate[action];
  if (actor.kind === 'guest') return false;
  if (actor.kind === 'person') return grantsFor(actor.grants, action, resource).length > 0;
  const need = rightOf(action);
  return need.scope !== null && actor.scopes.includes(need.scope) && keyCovers(actor, need, resource);
}

/** The first statement of every verb and view. Throws `access.denied`, or `access.second_factor_required` where that is why. */
export function authorize(ctx: Ctx, action: Action, resource: Resource = {}): void {
  if (!allows(ctx.actor, action, resource)) {
    if (ctx.actor.kind === 'person' && ctx.actor.owesFactor === true)
      throw new AppError('access.second_factor_required');
    throw new AppError('access.denied', { params: { action } });
  }
  ctx.asked?.push({ action, resource });
}

/**
 * Until when the actor holds the right there, Unix milliseconds: nobody hands on what ends for himself earlier. null = without end.
 * Only asked of what `allows`.
 */
export function heldUntil(actor: Actor, action: GrantedAction, resource: Resource): number | null {
  if (actor.kind === 'key') return actor.until ?? null;
  if (actor.kind !== 'person') return null;
  const ends = grantsFor(actor.grants, action, resource).map((grant) => grant.until ?? Infinity);
  const last = Math.max(...ends);
  return last === Infinity ? null : last;
}

/** Teams whose rows the actor may see as a whole: 'all', or a list (perhaps empty). For views, which filter instead of refusing. */
export function visibleTeams(actor: Actor, action: Action): 'all' | readonly string[] {
  const places = visiblePlaces(actor, action);
  if (places === 'all') return 'all';
  return [...new Set(places.flatMap((place) => (place.teamId === null || isNarrow(place) ? [] : [place.teamId])))];
}

/** A part of the workspace: null = all of it; `agents` by every name they are called in telemetry. */
export type Place = { teamId: string | null; agents: readonly string[] | null; environment: string | null };

export const isNarrow = (place: Place): boolean => place.agents !== null || place.environment !== null;

/** As `visibleTeams`, down to single agents and environments. Rows in any of the places may be seen. */
export function visiblePlaces(actor: Actor, action: Action): 'all' | readonly Place[] {
  if (actor.kind === 'system' || actor.kind === 'job') return 'all';
  if (actor.kind === 'guest' || isInnate(action)) return [];
  const need = rightOf(action);
  const wide = need.of === 'team';
  if (actor.kind === 'key') {
    if (need.scope === null || !actor.scopes.includes(need.scope)) return [];
    const narrow = { agents: namesOf(actor), environment: actor.environment };
    return [{ teamId: actor.teamId, ...(wide ? { agents: null, environment: null } : narrow) }];
  }
  const places = grantsFor(actor.grants, action, 'anywhere').map((grant) => ({
    teamId: grant.teamId,
    agents: wide || grant.agentId === null ? null : (grant.agentNames ?? []),
    environment: wide ? null : grant.environment,
  }));
  return places.some((place) => place.teamId === null && !isNarrow(place)) ? 'all' : places;
}

function grantsFor(grants: readonly Grant[], action: GrantedAction, at: Resource): Grant[] {
  const need = rightOf(action);
  return grants.filter(
    (grant) =>
      roleHas(grant.role, action) && !(grant.emergency === true && need.hands === true) && covers(grant, need, at),
  );
}

function covers(grant: Grant, need: Right, at: Resource): boolean {
  if (at === 'anywhere') return true;
  if (grant.teamId !== null && grant.teamId !== at.teamId) return false;
  if (need.of === 'team') return true;
  const agent =
    grant.agentId === null ||
    (at.agentId === undefined
      ? at.agent !== undefined && (grant.agentNames ?? []).includes(at.agent)
      : grant.agentId === at.agentId);
  return agent && (grant.environment === null || grant.environment === at.environment);
}

/** A key belongs to a team: however wide its scopes, it never acts on the workspace as a whole, nor beyond what it is bound to. */
function keyCovers(key: KeyActor, need: Right, at: Resource): boolean {
  if (at === 'anywhere') return true;
  if (at.teamId !== key.teamId) return false;
  if (need.of === 'team') return true;
  const names = namesOf(key);
  const agent = names === null || (at.agent !== undefined && names.includes(at.agent));
  return agent && (key.environment === null || key.environment === at.environment);
}

const namesOf = ({ agent, agentNames }: KeyActor): readonly string[] | null =>
  agent === null ? null : (agentNames ?? [agent]);

const isInnate = (action: Action): action is keyof typeof innate => action in innate;
