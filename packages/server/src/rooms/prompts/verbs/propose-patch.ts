import { createHash } from 'node:crypto';
import { nameOfPerson } from '../../../access/index.ts';
import type { Repositories, Repository } from '../../../ports/repository.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import { checkContent } from '../check-content.ts';
import type { Patch, ProposePatch } from '../contract-patch.ts';
import { writeSynced } from '../files/document.ts';
import { missing, type PromptRow, promptToChange } from '../find-prompt.ts';
import { isWithin } from '../model/review.ts';
import { refuseErrors } from '../refuse-errors.ts';
import { filePath, filesOf, remoteOf, type SyncRow } from '../sync/store.ts';
import { promptDb } from '../tables.ts';

/**
 * A change of a prompt as a commit on top of what git has, where git owns it: as a patch, and where the sync goes both ways pushed to
 * a branch of its own, `signalbox/<name>-<digest>`. The branch that is synced is never touched. Throws `prompts.invalid` as saving
 * does, `prompts.not_found` where no sync holds the prompt, `prompts.git_behind` where git has another text than the newest version.
 */
export async function proposePatch(
  ctx: Ctx,
  { repositories, seal }: { repositories: Repositories; seal: Seal },
  input: { id: string } & ProposePatch,
): Promise<Patch> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const prompt = await promptToChange(ctx, input.id, 'prompt.write');
  const sync = await syncHolding(ctx, prompt);
  const { content } = input;
  const to = { workspaceId: ctx.workspaceId, promptId: prompt.id, kind: prompt.kind, content };
  refuseErrors(await checkContent(promptDb(ctx.state.db), to));
  const made = await repositories.using(sync.id, remoteOf(seal, sync), async (repository) => {
    const commit = await commitOn(ctx, repository, { sync, prompt, input });
    const branch = sync.direction === 'both' ? branchOf(prompt.name, JSON.stringify(content)) : null;
    // It is there already where the same was proposed before.
    if (branch !== null) await repository.push(commit, branch);
    return { commit, branch, patch: await repository.patch(commit) };
  });
  await change(ctx, async ({ append }) => {
    const payload = { teamId: prompt.team_id, commit: made.commit, branch: made.branch };
    append({ type: 'prompt.patch_made', v: 1, resource: prompt.id, payload });
  });
  return made;
}

async function syncHolding(ctx: Ctx, prompt: PromptRow): Promise<SyncRow> {
  const rows = promptDb(ctx.state.db)
    .selectFrom('prompt_syncs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId);
  const syncs = await rows.where('team_id', '=', prompt.team_id).execute();
  const sync = syncs.find((one) => isWithin(prompt.folder, one.folder));
  if (sync === undefined) throw missing('sync with git that holds this prompt');
  return sync;
}

type Wish = { sync: SyncRow; prompt: PromptRow; input: ProposePatch };

async function commitOn(ctx: Ctx, repository: Repository, { sync, prompt, input }: Wish): Promise<string> {
  const head = await repository.head();
  const row = (await filesOf(promptDb(ctx.state.db), sync.id)).find((one) => one.prompt_id === prompt.id);
  const { name } = prompt;
  const written = { name, tags: JSON.parse(prompt.tags) as string[], content: input.content };
  const folder = prompt.folder.slice(sync.folder === '' ? 0 : sync.folder.length + 1);
  const { path, text } = { ...writeSynced({ ...written, folder }), ...(row !== undefined && { path: row.path }) };
  const file =
    head === null ? undefined : (await repository.list(head, sync.path, /./)).files.find((one) => one.path === path);
  if (file?.id !== row?.blob) throw new AppError('prompts.git_behind', { params: { path } });
  const by = (await nameOfPerson(ctx, ctx.actor.id)) ?? ctx.actor.id;
  const why = input.message === '' ? `Change ${name}` : input.message;
  return repository.commit(head, {
    author: { name: sync.author_name, email: sync.author_email },
    at: ctx.clock.now(),
    message: `${why}\n\nProposed-by: ${by.replaceAll(/[\p{Cc}<>]/gu, ' ')}\n`,
    changes: [{ path: filePath(sync, path), text }],
  });
}

/** Names of prompts may hold what names of branches may not. */
function branchOf(name: string, content: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  return `signalbox/${slug || 'prompt'}-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}
