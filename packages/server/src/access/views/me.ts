import { sql } from 'kysely';
import type { Actor } from '../../spine/actor.ts';
import { allows, authorize, visibleTeams, type Resource } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { actions, type GrantedAction } from '../../spine/rights.ts';
import type { Me } from '../contract.ts';
import { grantOf, teamOf } from '../model/rows.ts';
import { accessDb } from '../tables.ts';

/** The signed-in person, their workspace, the teams they see and the grants they hold. The edge adds `csrf`. */
export async function me(ctx: Ctx): Promise<Omit<Me, 'csrf'>> {
  authorize(ctx, 'self.read');
  const db = accessDb(ctx.state.db);
  const { actor } = ctx;
  const sessionId = actor.kind === 'person' ? actor.sessionId : '';
  const person = await db
    .selectFrom('people')
    .innerJoin('workspaces as w', 'w.id', 'people.workspace_id')
    .where('people.id', '=', ctx.actor.id)
    .leftJoin('second_factors as f', 'f.person_id', 'people.id')
    .leftJoin('access_settings as a', 'a.workspace_id', 'people.workspace_id')
    .leftJoin('ops_sessions as s', (join) => join.on('s.id', '=', sessionId))
    .select(['people.id', 'people.name', 'email', 'password_hash', 'w.id as workspaceId', 'w.name as workspaceName'])
    .select(['provider_subject', 'f.confirmed_at', 'a.second_factor_required', 's.by'])
    .executeTakeFirstOrThrow();
  const grants = await db
    .selectFrom('grants')
    .where('person_id', '=', person.id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
    .selectAll()
    .orderBy('id')
    .execute();
  const visible = visibleTeams(ctx.actor, 'team.read');
  let teams = db.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).selectAll();
  if (visible !== 'all') teams = teams.where('id', 'in', visible.length > 0 ? [...visible] : ['']);
  const shown = (await teams.orderBy('id').limit(200).execute()).map(teamOf);
  return {
    person: {
      ...{ id: person.id, name: person.name, email: person.email, hasPassword: person.password_hash !== null },
      secondFactor: person.confirmed_at !== null,
      signsIn: person.provider_subject === null ? 'here' : 'provider',
    },
    mustEnrol: person.second_factor_required === true && person.confirmed_at === null && person.by !== 'provider',
    rights: rightsAt(actor, 'anywhere'),
    rightsIn: rightsIn(
      actor,
      shown.map((team) => team.id),
    ),
    workspace: { id: person.workspaceId, name: person.workspaceName },
    teams: shown,
    grants: grants.map(grantOf),
  };
}

const rightsAt = (actor: Actor, at: Resource): GrantedAction[] =>
  (Object.keys(actions) as GrantedAction[]).filter((action) => allows(actor, action, at));

/** A page that offers what is then refused is worse than one that does not: what holds for a workspace is not what holds for a team. */
function rightsIn(actor: Actor, teamIds: readonly string[]): Me['rightsIn'] {
  const everywhere = rightsAt(actor, {});
  const ofTeams = teamIds.map((teamId) => {
    const rights = rightsAt(actor, { teamId }).filter((right) => !everywhere.includes(right));
    return { teamId, rights };
  });
  return [{ teamId: null, rights: everywhere }, ...ofTeams.filter(({ rights }) => rights.length > 0)];
}
