import type { NewCommit } from '../../../ports/repository.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Content } from '../contract.ts';
import { writeSynced } from '../files/document.ts';
import { promptDb } from '../tables.ts';
import { type Here, versionsAfter } from './here.ts';
import type { Pair } from './pairs.ts';
import type { PullPlace } from './pull.ts';
import { filePath, forgetBase, keepBase, type SyncRow } from './store.ts';

type SendPlace = Omit<PullPlace, 'commit'> & { commit: string | null };
type Sent = { commit: string | null; pushed: number; moved: boolean; problems: { path: string; problem: string }[] };
type Outgoing = { here: Here; path: string; after: number; isOpen: boolean };

/** Versions of one prompt that are told one by one; older ones than these are left out. */
const mostVersions = 50;

/** A commit for each version that git has not seen, pushed at once. `moved`: somebody was faster, and nothing was pushed. */
export async function sendOut(ctx: Ctx, place: SendPlace, pushes: readonly Pair[]): Promise<Sent> {
  const { sync, repository, commit } = place;
  const { outgoing, problems } = await pathsOf(ctx, place, pushes);
  let [last, pushed] = [commit, 0];
  for (const wish of await wishesOf(ctx, sync, outgoing)) {
    last = await repository.commit(last, wish);
    pushed++;
  }
  if (last === null || last === commit) return { commit, pushed: 0, moved: false, problems };
  if (!(await repository.push(last, sync.branch))) return { commit, pushed: 0, moved: true, problems };
  await change(ctx, async ({ append }) => {
    const payload = { teamId: sync.team_id, branch: sync.branch, commit: last, commits: pushed };
    append({ type: 'prompt_sync.pushed', v: 1, resource: sync.id, payload });
  });
  await settle(ctx, { ...place, commit: last }, outgoing);
  return { commit: last, pushed, moved: false, problems };
}

async function settle(ctx: Ctx, { sync, repository, commit }: PullPlace, outgoing: readonly Outgoing[]): Promise<void> {
  const db = promptDb(ctx.state.db);
  const { files } = await repository.list(commit, sync.path, /./);
  const blobs = new Map(files.map((one) => [one.path, one.id]));
  for (const { here, path } of outgoing)
    if (here.archived) await forgetBase(db, sync.id, here.id);
    else {
      const said = { blob: blobs.get(path) ?? '', digest: here.digest!, number: here.number };
      await keepBase(db, { sync_id: sync.id, prompt_id: here.id, path, ...said });
    }
}

/** Names that git leaves out of a commit without a word, as it would its own folder on any system. */
const ofGit = /(?:^|\/)(?:\.git|git~1)(?:[ .\\:/]|$)/i;

/** Where each prompt's file stands. A place that something else has already, or that git does not take, is told. */
async function pathsOf(
  ctx: Ctx,
  { sync, repository, commit }: SendPlace,
  pushes: readonly Pair[],
): Promise<{ outgoing: Outgoing[]; problems: Sent['problems'] }> {
  const listed = commit === null ? [] : (await repository.list(commit, sync.path, /./)).files;
  const taken = new Set(listed.map((one) => one.path));
  const outgoing: Outgoing[] = [];
  const problems: Sent['problems'] = [];
  for (const { here, row, there } of pushes) {
    if (here === null) continue;
    const path = row?.path ?? (await newPath(ctx, sync, here));
    if (ofGit.test(filePath(sync, path))) {
      problems.push({ path, problem: 'Git takes no file in a folder of this name.' });
      continue;
    }
    if (there === null && taken.has(path)) {
      problems.push({ path, problem: `"${here.name}" would stand where another file is.` });
      continue;
    }
    taken.add(path);
    // Of a prompt that git has never seen, the newest alone.
    outgoing.push({ here, path, after: Math.min(row?.number ?? Infinity, here.number - 1), isOpen: !here.archived });
  }
  return { outgoing, problems };
}

async function newPath(ctx: Ctx, sync: SyncRow, here: Here): Promise<string> {
  const after = { after: here.number - 1, most: 1 };
  const [newest] = await versionsAfter(promptDb(ctx.state.db), here.id, after);
  const folder = here.folder.slice(sync.folder === '' ? 0 : sync.folder.length + 1);
  return writeSynced({ name: here.name, folder, tags: here.tags, content: newest!.content }).path;
}

async function wishesOf(ctx: Ctx, sync: SyncRow, outgoing: readonly Outgoing[]): Promise<NewCommit[]> {
  const by = { author: { name: sync.author_name, email: sync.author_email }, at: ctx.clock.now() };
  const wishes: NewCommit[] = [];
  for (const { here, path, after, isOpen } of outgoing) {
    const place = filePath(sync, path);
    if (!isOpen) {
      wishes.push({ ...by, message: `Archive ${here.name}\n`, changes: [{ path: place, text: null }] });
      continue;
    }
    const versions = await versionsAfter(promptDb(ctx.state.db), here.id, { after, most: mostVersions });
    for (const one of versions) wishes.push({ ...by, ...wishOf(here, place, one) });
  }
  return wishes;
}

function wishOf(
  { name, tags }: Here,
  path: string,
  { number, message, content }: { number: number; message: string; content: Content },
): Pick<NewCommit, 'message' | 'changes'> {
  const why = message === '' ? `${name}: version ${number}` : message;
  const { text } = writeSynced({ name, tags, content });
  return { message: `${why}\n\nPrompt: ${name}@${number}\n`, changes: [{ path, text }] };
}
