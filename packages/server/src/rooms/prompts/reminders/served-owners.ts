import { systemActor } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Db } from '../../../spine/tx.ts';
import { promptDb } from '../tables.ts';
import type { UsesOf } from '../uses.ts';

/** People who answer for agents that are served with a prompt somewhere, with the names of these agents. */
export async function servedOwners(
  db: Db,
  ctx: Ctx,
  { usesOf, promptId }: { usesOf: UsesOf | null; promptId: string },
): Promise<Map<string, string[]>> {
  const names = promptDb(db).selectFrom('prompt_names').select('name').where('prompt_id', '=', promptId);
  const known = (await names.execute()).map((one) => one.name);
  // Who is asked does not hang on what the one who asks may see.
  const uses = (await usesOf?.(db, { ...ctx, actor: systemActor }, { names: [promptId, ...known] })) ?? [];
  const owners = new Map<string, string[]>();
  for (const { agent, servedIn } of uses) {
    if (agent.ownerId === null || servedIn.length === 0) continue;
    owners.set(agent.ownerId, [...new Set([...(owners.get(agent.ownerId) ?? []), agent.name])]);
  }
  return owners;
}
