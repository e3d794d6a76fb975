import { personIdOf } from '../../../access/index.ts';
import type { Repository } from '../../../ports/repository.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { checkContent } from '../check-content.ts';
import { Folder } from '../contract-names.ts';
import type { Item } from '../files/item.ts';
import { kindOf } from '../model/body.ts';
import { promptDb } from '../tables.ts';
import { changePrompt } from '../verbs/change-prompt.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { restorePrompt } from '../verbs/restore-prompt.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { syncActor } from './actor.ts';
import type { Here } from './here.ts';
import { filePath, type SyncRow } from './store.ts';
import type { There } from './there.ts';

export type PullPlace = { sync: SyncRow; repository: Repository; commit: string };
type Taken = { there: There & { item: Item }; here: Here | null };

/** Makes what a file says the newest version, of a new prompt where `here` is null. Throws as the room's verbs do. */
export async function takeFile(
  ctx: Ctx,
  { sync, repository, commit }: PullPlace,
  { there, here }: Taken,
): Promise<{ promptId: string; number: number }> {
  const { item, path } = there;
  const folder = folderOf(sync, path);
  const change = await repository.lastChange(commit, filePath(sync, path));
  const { name, email } = change.author;
  const author = `${name} <${email}>`.slice(0, 300);
  const authorId = (await personIdOf(ctx, email)) ?? syncActor.id;
  const id = here?.id ?? (await makePrompt(ctx, { item, teamId: sync.team_id, folder }));
  if (here?.archived === true) await restorePrompt(ctx, { id });
  const wish = { id, content: item.content, message: change.message.slice(0, 2000) };
  const { version } = await saveVersion(ctx, wish, { authorId, source: { commit: change.commit, author } });
  await changePrompt(ctx, { id, folder, ...(item.tags !== undefined && { tags: item.tags }) });
  return { promptId: id, number: version.number };
}

/** Checked before it is made: what is refused leaves nothing behind. */
async function makePrompt(
  ctx: Ctx,
  { item, teamId, folder }: { item: Item; teamId: string; folder: string },
): Promise<string> {
  const { name, content, tags = [] } = item;
  const kind = kindOf(content.body);
  const to = { workspaceId: ctx.workspaceId, promptId: null, kind, content };
  const first = (await checkContent(promptDb(ctx.state.db), to)).issues.find((one) => one.severity === 'error');
  if (first !== undefined) throw new AppError('prompts.invalid', { params: { first: first.sentence } });
  return (await createPrompt(ctx, { name, teamId, kind, folder, tags })).id;
}

/** That of the sync, and what the path has below. Throws where it can be none here. */
function folderOf(sync: SyncRow, path: string): string {
  const parts = [sync.folder, ...path.split('/').slice(0, -1)].filter((part) => part !== '');
  const read = Folder.safeParse(parts.join('/'));
  if (read.success) return read.data;
  throw new AppError('prompts.invalid', {
    params: { first: `The folder of ${path}: ${read.error.issues[0]!.message}.` },
  });
}
