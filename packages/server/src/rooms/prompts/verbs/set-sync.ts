import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { SetSync } from '../contract-sync.ts';
import { missing } from '../find-prompt.ts';
import { isWithin } from '../model/review.ts';
import { sealedCredential, type SyncRow } from '../sync/store.ts';
import { settingOf } from '../sync/rows.ts';
import { type PromptDb, promptTx } from '../tables.ts';

/**
 * Keeps a folder of a team's prompts in step with a folder in git, in place of what was said of that folder before. Nothing is
 * reached yet: the next turn does. Throws `request.invalid` where the folder is in another sync already, and where a credential that
 * is kept would be carried to another place: else whoever may set syncs could have it sent to a host of theirs.
 */
export async function setSync(ctx: Ctx, seal: Seal, input: SetSync): Promise<{ id: string }> {
  authorize(ctx, 'prompt.sync', { teamId: input.teamId });
  const { teamId, folder, author, credential, ...place } = input;
  if (place.owner === 'git' && place.direction === 'push')
    throw unfit('direction', 'what git owns is not pushed: take pull, or both, by which patches become branches');
  return change(ctx, async ({ tx, append }) => {
    const team = tx.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
    if ((await team.where('id', '=', teamId).executeTakeFirst()) === undefined) throw missing('team with this id');
    const db = promptTx(tx);
    const former = await formerOf(db, ctx.workspaceId, { teamId, folder });
    const id = former?.id ?? newId('psy', ctx.clock.now());
    if (credential === undefined && former?.credential != null && hostOf(former.remote) !== hostOf(place.remote))
      throw unfit('credential', 'is never carried to another host: give it again, or null');
    const sealed = credential === undefined ? former?.credential : credential && sealedCredential(seal, id, credential);
    const row: SyncRow = {
      ...{ id, workspace_id: ctx.workspaceId, team_id: teamId, folder, ...place },
      ...{ author_name: author.name, author_email: author.email, credential: sealed ?? null },
      ...{ set_by: ctx.actor.id, set_at: new Date(ctx.clock.now()) },
    };
    const [before, after] = [former === null ? null : settingOf(former), settingOf(row)];
    if (credential === undefined && JSON.stringify(before) === JSON.stringify(after)) return { id };
    const keep = db.insertInto('prompt_syncs').values(row);
    await keep.onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute();
    await beginAnew(db, { id, isElsewhere: former !== null && placeOf(former) !== placeOf(row), at: row.set_at });
    append({ type: 'prompt_sync.set', v: 1, resource: id, payload: { teamId, folder, before, after } });
    return { id };
  });
}

/** The sync of this very folder. Throws where another one of the team covers a part of it, or holds it. */
async function formerOf(
  db: PromptDb,
  workspaceId: string,
  { teamId, folder }: { teamId: string; folder: string },
): Promise<SyncRow | null> {
  const all = db.selectFrom('prompt_syncs').selectAll().where('workspace_id', '=', workspaceId);
  const rows = await all.where('team_id', '=', teamId).forUpdate().execute();
  const other = rows.find(
    (one) => one.folder !== folder && (isWithin(one.folder, folder) || isWithin(folder, one.folder)),
  );
  if (other !== undefined)
    throw unfit('folder', `the folder "${other.folder}" is in step with ${other.remote} already`);
  return rows.find((one) => one.folder === folder) ?? null;
}

/** What was alike with another place says nothing of this one. */
async function beginAnew(
  db: PromptDb,
  { id, isElsewhere, at }: { id: string; isElsewhere: boolean; at: Date },
): Promise<void> {
  if (isElsewhere)
    for (const table of ['ops_prompt_sync_files', 'ops_prompt_sync_conflicts'] as const)
      await db.deleteFrom(table).where('sync_id', '=', id).execute();
  const wanted = { wanted_at: at };
  await db
    .insertInto('ops_prompt_syncs')
    .values({ sync_id: id, ...wanted, began_at: null, ended_at: null, commit_id: null, error: null })
    .onConflict((conflict) => conflict.column('sync_id').doUpdateSet(wanted))
    .execute();
}

const hostOf = (remote: string): string => {
  const url = URL.parse(remote);
  return url === null ? '' : `${url.protocol}//${url.host}`;
};
const placeOf = ({ remote, branch, path }: SyncRow): string => JSON.stringify([remote, branch, path]);

const unfit = (path: string, message: string): AppError =>
  new AppError('request.invalid', { fields: [{ path, message }] });
