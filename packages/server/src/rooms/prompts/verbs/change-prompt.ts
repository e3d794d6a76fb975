import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { ChangePrompt, Prompt } from '../contract.ts';
import { lockLive, promptToChange } from '../find-prompt.ts';
import { nameFree, nameTakenOr } from '../names.ts';
import { labelsOf, promptOf } from '../rows.ts';
import { refuseOwnedByGit } from '../sync/owned-by-git.ts';
import { promptTx } from '../tables.ts';

/** Another name, folder or tags. A former name goes on working, for agents and for references. Nothing changed = no event. */
export async function changePrompt(ctx: Ctx, input: { id: string } & ChangePrompt): Promise<Prompt> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  const carryOut = async ({ tx, append }: Unit): Promise<Prompt> => {
    const db = promptTx(tx);
    const row = await lockLive(db, id);
    const before = { name: row.name, folder: row.folder, tags: JSON.parse(row.tags) as string[] };
    const after = {
      name: input.name ?? before.name,
      folder: input.folder ?? before.folder,
      tags: input.tags === undefined ? before.tags : [...new Set(input.tags)].sort(),
    };
    if (after.name !== before.name || after.folder !== before.folder)
      for (const { folder } of [before, after]) await refuseOwnedByGit(db, ctx, { teamId: row.team_id, folder });
    const labels = await labelsOf(db, [id]);
    if (JSON.stringify(before) === JSON.stringify(after)) return promptOf(row, labels);
    if (after.name !== before.name) {
      await nameFree(db, ctx.workspaceId, after.name, id);
      const named = { workspace_id: ctx.workspaceId, name: after.name, prompt_id: id };
      const mine = db.selectFrom('prompt_names').select('name').where('prompt_id', '=', id);
      if ((await mine.where('name', '=', after.name).executeTakeFirst()) === undefined)
        await db.insertInto('prompt_names').values(named).execute();
    }
    const values = { name: after.name, folder: after.folder, tags: JSON.stringify(after.tags) };
    await db.updateTable('prompts').set(values).where('id', '=', id).execute();
    append({ type: 'prompt.changed', v: 1, resource: id, payload: { teamId: row.team_id, before, after } });
    return promptOf({ ...row, ...values }, labels);
  };
  return nameTakenOr(input.name ?? '', () => change(ctx, carryOut));
}
