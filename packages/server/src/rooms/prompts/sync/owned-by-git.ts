import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { isWithin } from '../model/review.ts';
import type { PromptDb } from '../tables.ts';
import { syncActor } from './actor.ts';

/** Throws `prompts.git_owned` where a sync says that git owns the folder, for everybody but the sync itself. */
export async function refuseOwnedByGit(
  db: PromptDb,
  { workspaceId, actor }: Ctx,
  { teamId, folder }: { teamId: string; folder: string },
): Promise<void> {
  if (actor.kind === syncActor.kind && actor.id === syncActor.id) return;
  const owned = await db
    .selectFrom('prompt_syncs')
    .select(['folder', 'remote'])
    .where('workspace_id', '=', workspaceId)
    .where('team_id', '=', teamId)
    .where('owner', '=', 'git')
    .execute();
  const owner = owned.find((one) => isWithin(folder, one.folder));
  if (owner !== undefined) throw new AppError('prompts.git_owned', { params: { folder, remote: owner.remote } });
}
