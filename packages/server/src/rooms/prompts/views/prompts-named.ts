import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { numberAt } from '../model/reference.ts';
import { promptDb } from '../tables.ts';

type Named = { name: string; version: string | null };
type Known = Named & { promptId: string | null; number: number | null };

/** Which prompts these names mean, present or former, as far as the actor may see them. Versions are numbers that are there. */
export async function promptsNamed(ctx: Ctx, named: readonly Named[]): Promise<Known[]> {
  if (named.length === 0 || !allows(ctx.actor, 'prompt.read', 'anywhere'))
    return named.map((one) => ({ ...one, promptId: null, number: null }));
  authorize(ctx, 'prompt.read', 'anywhere');
  const rows = await promptDb(ctx.state.db)
    .selectFrom('prompt_names as n')
    .innerJoin('prompts as p', 'p.id', 'n.prompt_id')
    .select(['n.name', 'p.id', 'p.team_id as teamId', 'p.latest'])
    .where('n.workspace_id', '=', ctx.workspaceId)
    .where(
      'n.name',
      'in',
      named.map((one) => one.name),
    )
    .execute();
  return named.map((one) => {
    const row = rows.find(({ name, teamId }) => name === one.name && allows(ctx.actor, 'prompt.read', { teamId }));
    if (row === undefined) return { ...one, promptId: null, number: null };
    const number = one.version === null ? null : numberAt(one.version);
    return { ...one, promptId: row.id, number: number !== null && number <= (row.latest ?? 0) ? number : null };
  });
}
