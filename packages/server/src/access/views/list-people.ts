import { sql } from 'kysely';
import { authorize, visibleTeams } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Person } from '../contract.ts';
import { personOf } from '../model/rows.ts';
import { accessDb } from '../tables.ts';
import { pageOf, type Page, type PageQuery } from './page.ts';

/** People with their grants, oldest first. An admin of a team sees whom that team has, and those grants only. */
export async function listPeople(ctx: Ctx, query: PageQuery): Promise<Page<Person>> {
  authorize(ctx, 'person.read', 'anywhere');
  const visible = visibleTeams(ctx.actor, 'person.read');
  const db = accessDb(ctx.state.db);
  let grants = db
    .selectFrom('grants')
    .where('workspace_id', '=', ctx.workspaceId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]));
  if (visible !== 'all') grants = grants.where('team_id', 'in', visible.length > 0 ? [...visible] : ['']);
  let people = db
    .selectFrom('people')
    .where('workspace_id', '=', ctx.workspaceId)
    .selectAll('people')
    .select((eb) =>
      eb
        .exists(eb.selectFrom('second_factors').whereRef('person_id', '=', 'people.id').select('person_id'))
        .as('second_factor'),
    )
    .$narrowType<{ second_factor: boolean }>();
  if (visible !== 'all') people = people.where('id', 'in', grants.select('person_id'));
  if (query.after !== null) people = people.where('id', '>', query.after);
  const rows = await people
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  const ids = rows.map((row) => row.id);
  const held = ids.length === 0 ? [] : await grants.where('person_id', 'in', ids).selectAll().orderBy('id').execute();
  return pageOf(rows, query.limit, (row) => personOf(row, held));
}
