import type { Repositories } from '../../../ports/repository.ts';
import type { Clock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { FollowersOf } from '../followers.ts';
import { promptDb } from '../tables.ts';
import { syncActor } from './actor.ts';
import { keepBegin, keepEnd, type Outcome, remoteOf, type SyncRow } from './store.ts';
import { syncTurn } from './turn.ts';

export type SyncingDeps = {
  state: Transactor;
  clock: Clock;
  seal: Seal;
  repositories: Repositories;
  followersOf: FollowersOf | null;
  onError: (error: unknown) => void;
};

const everyMs = 60_000;

/** Gives a turn to all that are due, the longest waiting first, while `goOn` says so. One that fails does not keep the others. */
export async function syncDue(deps: SyncingDeps, goOn: () => Promise<boolean>): Promise<void> {
  const { state, clock } = deps;
  const due = await promptDb(state.db)
    .selectFrom('prompt_syncs as s')
    .innerJoin('ops_prompt_syncs as o', 'o.sync_id', 's.id')
    .selectAll('s')
    .where((eb) =>
      eb.or([
        eb('o.wanted_at', 'is not', null),
        eb('o.ended_at', 'is', null),
        eb('o.ended_at', '<', new Date(clock.now() - everyMs)),
      ]),
    )
    .orderBy('o.ended_at', (order) => order.asc().nullsFirst())
    .execute();
  for (const sync of due) {
    if (!(await goOn())) return;
    await syncOne(deps, sync, goOn);
  }
}

async function syncOne(deps: SyncingDeps, sync: SyncRow, goOn: () => Promise<boolean>): Promise<void> {
  const { state, clock, seal, repositories, followersOf } = deps;
  const db = promptDb(state.db);
  const requestId = newId('req', clock.now());
  const ctx: Ctx = { actor: syncActor, workspaceId: sync.workspace_id, requestId, clock, state };
  await keepBegin(db, sync.id, new Date(clock.now()));
  const outcome = await attempt(deps, () =>
    repositories.using(sync.id, remoteOf(seal, sync), (repository) =>
      syncTurn(ctx, sync, { repository, followersOf, goOn }),
    ),
  );
  await keepEnd(db, sync.id, { at: new Date(clock.now()), outcome });
}

/** What people can mend is told where syncs are shown; the rest is for the operator, too. */
async function attempt({ onError }: SyncingDeps, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    const isTold = error instanceof AppError && error.status !== 500;
    if (!isTold) onError(error);
    const words = isTold ? error.message : 'It failed here; the log of the server says why.';
    return { commit: null, pulled: 0, pushed: 0, error: words, problems: [] };
  }
}
