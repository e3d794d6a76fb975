import type { Actor, Grant, KeyScope, Role } from './actor.ts';
import type { Ctx } from './ctx.ts';
import { AppError } from './errors.ts';

/** What can be asked for, and the least role that may; keys need the scope beside it. A closed table: the docs are made from it. */
export const actions = {
  'run.read': { role: 'viewer', scope: 'read' },
  'content.read': { role: 'viewer', scope: 'content' },
  'totals.read': { role: 'viewer', scope: 'read' },
  'ledger.read': { role: 'admin', scope: 'admin' },
  'team.read': { role: 'viewer', scope: 'read' },
  'team.create': { role: 'admin', scope: 'admin' },
  'team.rename': { role: 'admin', scope: 'admin' },
  'person.read': { role: 'admin', scope: 'admin' },
  'person.create': { role: 'admin', scope: 'admin' },
  'person.disable': { role: 'admin', scope: 'admin' },
  'grant.create': { role: 'admin', scope: 'admin' },
  'grant.revoke': { role: 'admin', scope: 'admin' },
  'key.read': { role: 'operator', scope: 'admin' },
  'key.create': { role: 'operator', scope: 'admin' },
  'key.revoke': { role: 'operator', scope: 'admin' },
  'telemetry.write': { role: 'admin', scope: 'ingest' },
} as const satisfies Record<string, { role: Role; scope: KeyScope }>;

/** Rights that come with being somebody, not with a grant. */
const innate = {
  'session.create': 'guest',
  'session.end': 'person',
  'self.read': 'person',
  'self.change': 'person',
} as const;

export type Action = keyof typeof actions | keyof typeof innate;
/**
 * Where the action would act. `{}` = the whole workspace. `'anywhere'` asks only whether the actor has the right in some
 * place: for verbs that find their object first and must answer "not found" where it is another team's.
 */
export type Resource = { teamId?: string; agentId?: string; environment?: string } | 'anywhere';

const rank: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Pure: may this actor do this there? Jobs and the system may; the ledger names them. */
export function allows(actor: Actor, action: Action, resource: Resource = {}): boolean {
  if (actor.kind === 'system' || actor.kind === 'job') return true;
  if (isInnate(action)) return actor.kind === innate[action];
  const need = actions[action];
  if (actor.kind === 'guest') return false;
  if (actor.kind === 'person') return actor.grants.some((g) => rank[g.role] >= rank[need.role] && covers(g, resource));
  if (!actor.scopes.includes(need.scope)) return false;
  // A key belongs to a team: however wide its scopes, it never administers the workspace as a whole.
  if (resource === 'anywhere') return true;
  return resource.teamId === undefined ? need.role !== 'admin' : resource.teamId === actor.teamId;
}

/** The first statement of every verb and view. Throws `access.denied`. */
export function authorize(ctx: Ctx, action: Action, resource: Resource = {}): void {
  if (!allows(ctx.actor, action, resource)) throw new AppError('access.denied', { params: { action } });
}

/** Teams whose rows the actor may see with this action: 'all', or a list (perhaps empty). For views, which filter instead of refusing. */
export function visibleTeams(actor: Actor, action: Action): 'all' | readonly string[] {
  if (actor.kind === 'system' || actor.kind === 'job') return 'all';
  if (actor.kind === 'guest' || isInnate(action)) return [];
  const need = actions[action];
  if (actor.kind === 'key') return actor.scopes.includes(need.scope) ? [actor.teamId] : [];
  const fit = actor.grants.filter(
    (g) => rank[g.role] >= rank[need.role] && g.agentId === null && g.environment === null,
  );
  if (fit.some((g) => g.teamId === null)) return 'all';
  return [...new Set(fit.flatMap((g) => (g.teamId === null ? [] : [g.teamId])))];
}

const isInnate = (action: Action): action is keyof typeof innate => action in innate;

const covers = (grant: Grant, at: Resource): boolean =>
  at === 'anywhere' ||
  ((grant.teamId === null || grant.teamId === at.teamId) &&
    (grant.agentId === null || grant.agentId === at.agentId) &&
    (grant.environment === null || grant.environment === at.environment));
