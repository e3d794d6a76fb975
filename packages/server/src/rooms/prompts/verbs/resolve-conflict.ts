import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { ResolveConflict } from '../contract-sync.ts';
import { findSync } from '../sync/find-sync.ts';
import { type ConflictRow, forgetBase, keepBase } from '../sync/store.ts';
import { type PromptDb, promptTx } from '../tables.ts';

/**
 * Says whose side holds where both changed; the next turn carries it out. The other side is not lost: it stays a version here, or a
 * commit there. Throws `prompts.sync_settled` where there is no such conflict, or where a side has changed since it was found.
 */
export async function resolveConflict(ctx: Ctx, input: { id: string } & ResolveConflict): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const sync = await findSync(ctx, input.id, 'prompt.write');
  const { path, take, reason } = input;
  await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    const rows = db.selectFrom('ops_prompt_sync_conflicts').selectAll().where('sync_id', '=', sync.id);
    const conflict = await rows.where('path', '=', path).forUpdate().executeTakeFirst();
    if (conflict === undefined || (await digestHere(db, conflict)) !== conflict.here_digest)
      throw new AppError('prompts.sync_settled', { params: { path } });
    await choose(db, conflict, take);
    const gone = db.deleteFrom('ops_prompt_sync_conflicts').where('sync_id', '=', sync.id);
    await gone.where('path', '=', path).execute();
    const wanted = { wanted_at: new Date(ctx.clock.now()) };
    await db.updateTable('ops_prompt_syncs').set(wanted).where('sync_id', '=', sync.id).execute();
    const payload = { teamId: sync.team_id, promptId: conflict.prompt_id, path, take, reason };
    append({ type: 'prompt_sync.resolved', v: 1, resource: sync.id, payload });
  });
}

/** The side that does not hold becomes what both once said alike: then only the other one has changed. */
async function choose(db: PromptDb, one: ConflictRow, take: ResolveConflict['take']): Promise<void> {
  const { sync_id, prompt_id, path } = one;
  const known = { sync_id, prompt_id, path, number: one.here ?? 0 };
  // Without its bytes: git's side is to be read again, to be taken over.
  if (take === 'git') await keepBase(db, { ...known, blob: '', digest: one.here_digest });
  else if (one.there_digest === '') await forgetBase(db, sync_id, prompt_id);
  else
    await keepBase(db, {
      ...known,
      number: Math.max(0, known.number - 1),
      blob: one.there_blob,
      digest: one.there_digest,
    });
}

async function digestHere(db: PromptDb, { prompt_id: id }: ConflictRow): Promise<string> {
  const row = await db
    .selectFrom('prompts as p')
    .innerJoin('prompt_versions as v', (join) =>
      join.onRef('v.prompt_id', '=', 'p.id').onRef('v.number', '=', 'p.latest'),
    )
    .select('v.digest')
    .where('p.id', '=', id)
    .executeTakeFirst();
  return row?.digest ?? '';
}
