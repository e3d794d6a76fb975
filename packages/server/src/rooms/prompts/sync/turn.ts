import type { Repository } from '../../../ports/repository.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { FollowersOf } from '../followers.ts';
import { syncStep } from '../model/sync-step.ts';
import { promptDb } from '../tables.ts';
import { readHere } from './here.ts';
import { pairUp, type Pair, sidesOf } from './pairs.ts';
import { pullAll } from './pull-all.ts';
import { sendOut } from './send-out.ts';
import {
  type ConflictRow,
  filePath,
  filesOf,
  forgetBase,
  keepBase,
  keepConflicts,
  type Outcome,
  type SyncRow,
} from './store.ts';
import { readThere } from './there.ts';

/** `goOn`: false = another node works at it now, or this one stops. */
export type TurnDeps = { repository: Repository; goOn: () => Promise<boolean>; followersOf: FollowersOf | null };

const mostRounds = 3;

/**
 * Brings both sides together as far as nobody has to choose. Each prompt is taken over by itself, and what is done stays done: a turn
 * that was cut off is made good by the next. Throws `prompts.git_failed`.
 */
export async function syncTurn(ctx: Ctx, sync: SyncRow, deps: TurnDeps): Promise<Outcome> {
  let pulled = 0;
  for (let rounds = 1; ; rounds++) {
    const round = await oneRound(ctx, sync, { ...deps, commit: await deps.repository.head() });
    pulled += round.pulled;
    // Somebody pushed meanwhile: what they said is looked at first.
    if (round.moved && rounds < mostRounds) continue;
    const error = round.moved ? 'Others push to the branch all the time. The next turn tries again.' : null;
    const { commit, pushed, problems } = round;
    return { commit, pulled, pushed, error, problems };
  }
}

type Round = Omit<Outcome, 'error'> & { moved: boolean };

async function oneRound(ctx: Ctx, sync: SyncRow, deps: TurnDeps & { commit: string | null }): Promise<Round> {
  const db = promptDb(ctx.state.db);
  const { commit, goOn } = deps;
  const rows = await filesOf(db, sync.id);
  const read = await readThere(deps.repository, commit, { sync, rows });
  const found = await pairUp(ctx, sync, { files: read.files, rows, here: await readHere(db, sync, rows) });
  const steps = Map.groupBy(found.pairs, (pair) => syncStep(sidesOf(pair), sync));
  for (const pair of [...(steps.get('agreed') ?? []), ...(steps.get('nothing') ?? [])]) await agree(ctx, sync, pair);
  const conflicts: ConflictRow[] = [];
  for (const pair of steps.get('conflict') ?? []) conflicts.push(await conflictOf(sync, deps, pair));
  await keepConflicts(db, sync.id, conflicts);
  const none = { pulled: 0, problems: [] };
  const pulls = steps.get('pull') ?? [];
  const took = commit === null ? none : await pullAll(ctx, { ...deps, sync, commit }, pulls);
  const problems = [...read.problems, ...found.problems, ...took.problems];
  const pushes = steps.get('push') ?? [];
  if (pushes.length === 0 || !(await goOn())) return { commit, ...took, pushed: 0, problems, moved: false };
  const sent = await sendOut(ctx, { ...deps, sync }, pushes);
  return { ...sent, pulled: took.pulled, problems: [...problems, ...sent.problems] };
}

/** Both say the same: remembered, also where only the file's place or form is another. */
async function agree(ctx: Ctx, sync: SyncRow, { there, here, row }: Pair): Promise<void> {
  const db = promptDb(ctx.state.db);
  if (here === null) return;
  if (there === null) {
    if (row !== null && here.archived) await forgetBase(db, sync.id, here.id);
    return;
  }
  if (there.digest !== here.digest || here.archived || (row?.blob === there.blob && row.path === there.path)) return;
  const { path, blob, digest } = there;
  await keepBase(db, { sync_id: sync.id, prompt_id: here.id, path, blob, digest, number: here.number });
}

async function conflictOf(
  sync: SyncRow,
  { repository, commit }: TurnDeps & { commit: string | null },
  { there, here, row }: Pair,
): Promise<ConflictRow> {
  const path = there?.path ?? row!.path;
  const last = commit === null ? null : await repository.lastChange(commit, filePath(sync, path));
  return {
    ...{ sync_id: sync.id, path, prompt_id: here!.id, here: here!.archived ? null : here!.number },
    ...{ here_digest: here!.digest ?? '', there_digest: there?.digest ?? '', there_blob: there?.blob ?? '' },
    there_content: there === null ? null : JSON.stringify(there.item?.content ?? null),
    ...{ commit_id: last?.commit ?? '', commit_by: last === null ? '' : `${last.author.name} <${last.author.email}>` },
  };
}
