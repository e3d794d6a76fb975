import type { Ctx } from '../../spine/ctx.ts';
import { accessDb } from '../tables.ts';

/** What people are called, by id; who is not of the workspace, or no person, is left out. For rooms, which keep ids only. */
export async function namesOfPeople({ state, workspaceId }: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const people = accessDb(state.db).selectFrom('people').select(['id', 'name']);
  const found = await people
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** null where nobody of the workspace has this id. */
export const nameOfPerson = async (ctx: Ctx, id: string): Promise<string | null> =>
  (await namesOfPeople(ctx, [id])).get(id) ?? null;

/** Id of the person with this e-mail address, in whatever case; null = nobody. For verbs that have authorised whom they act for. */
export async function personIdOf({ state, workspaceId }: Ctx, email: string): Promise<string | null> {
  const people = accessDb(state.db).selectFrom('people').select('id').where('workspace_id', '=', workspaceId);
  const found = await people
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  return found?.id ?? null;
}
