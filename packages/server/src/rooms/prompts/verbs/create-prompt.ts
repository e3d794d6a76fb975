import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { CreatePrompt, Prompt } from '../contract.ts';
import { missing } from '../find-prompt.ts';
import { nameTakenOr } from '../names.ts';
import { promptOf } from '../rows.ts';
import { refuseOwnedByGit } from '../sync/owned-by-git.ts';
import { promptTx } from '../tables.ts';

type NewPrompt = Omit<CreatePrompt, 'tags'> & { tags: readonly string[] };

/** A prompt without versions. Throws `prompts.name_taken`, also where a prompt only had that name once, and `prompts.git_owned`. */
export async function createPrompt(ctx: Ctx, input: NewPrompt): Promise<Prompt> {
  authorize(ctx, 'prompt.write', { teamId: input.teamId });
  const at = new Date(ctx.clock.now());
  const { name, teamId, folder, kind } = input;
  const tags = [...new Set(input.tags)].sort();
  const row = {
    ...{ id: newId('prm', at.getTime()), workspace_id: ctx.workspaceId, team_id: teamId, name, folder, kind },
    ...{ tags: JSON.stringify(tags), latest: null, created_by: ctx.actor.id, created_at: at, archived_at: null },
  };
  const insert = async ({ tx, append }: Unit): Promise<void> => {
    const team = tx.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
    if ((await team.where('id', '=', teamId).executeTakeFirst()) === undefined) throw missing('team with this id');
    const db = promptTx(tx);
    await refuseOwnedByGit(db, ctx, { teamId, folder });
    await db.insertInto('prompts').values(row).execute();
    await db.insertInto('prompt_names').values({ workspace_id: ctx.workspaceId, name, prompt_id: row.id }).execute();
    append({ type: 'prompt.created', v: 1, resource: row.id, payload: { teamId, name, folder, kind, tags } });
  };
  await nameTakenOr(name, () => change(ctx, insert));
  return promptOf(row, []);
}
