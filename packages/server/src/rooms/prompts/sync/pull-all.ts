import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { FollowersOf } from '../followers.ts';
import { promptDb } from '../tables.ts';
import { archivePrompt } from '../verbs/archive-prompt.ts';
import type { Pair } from './pairs.ts';
import { type PullPlace, takeFile } from './pull.ts';
import { forgetBase, keepBase, keepProgress } from './store.ts';
import type { There } from './there.ts';

type Pulling = PullPlace & { goOn: () => Promise<boolean>; followersOf: FollowersOf | null };
type Pulled = { pulled: number; problems: { path: string; problem: string }[] };

/** Takes over what git changed, each prompt by itself. What refers to another that comes with it waits for that one. */
export async function pullAll(ctx: Ctx, place: Pulling, pulls: readonly Pair[]): Promise<Pulled> {
  const failed = new Map<Pair, string>();
  let waiting = [...pulls];
  let pulled = 0;
  for (let before = -1; waiting.length > 0 && before !== waiting.length;) {
    before = waiting.length;
    const again: Pair[] = [];
    for (const pair of waiting) {
      // What is left over comes with the next turn.
      if (!(await place.goOn())) return { pulled, problems: problemsOf(failed) };
      const problem = await pullOne(ctx, place, pair);
      if (problem === null) {
        failed.delete(pair);
        pulled++;
        await keepProgress(promptDb(ctx.state.db), place.sync.id, { done: pulled, total: pulls.length });
      } else {
        failed.set(pair, problem);
        again.push(pair);
      }
    }
    waiting = again;
  }
  return { pulled, problems: problemsOf(failed) };
}

/** null = it is taken over; else why the room refuses it. */
async function pullOne(ctx: Ctx, place: Pulling, { there, here }: Pair): Promise<string | null> {
  const { sync, commit, followersOf } = place;
  const db = promptDb(ctx.state.db);
  try {
    if (there === null) {
      await archivePrompt(ctx, followersOf, { id: here!.id, reason: `Removed in git, at ${commit.slice(0, 12)}` });
      await forgetBase(db, sync.id, here!.id);
      return null;
    }
    const { item, path, blob, digest } = there;
    if (item === null) return 'It changed here and is to be read again.';
    const { promptId, number } = await takeFile(ctx, place, { there: { ...there, item }, here });
    await keepBase(db, { sync_id: sync.id, prompt_id: promptId, path, blob, digest, number });
    return null;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return sentenceOf(error);
    throw error;
  }
}

const sentenceOf = ({ message, fields }: AppError): string =>
  [message, ...(fields ?? []).slice(0, 3).map((one) => `${one.path}: ${one.message}`)].join(' ');

const problemsOf = (failed: ReadonlyMap<Pair, string>): Pulled['problems'] =>
  [...failed].map(([{ there, here }, problem]) => ({ path: (there as There | null)?.path ?? here!.name, problem }));
