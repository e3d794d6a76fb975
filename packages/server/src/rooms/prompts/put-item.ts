import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { checkContent } from './check-content.ts';
import type { ImportResult } from './contract-files.ts';
import { digestOf } from './digest.ts';
import type { Item, Unread } from './files/item.ts';
import type { FollowersOf } from './followers.ts';
import { kindOf } from './model/body.ts';
import { labelsOf } from './rows.ts';
import { type PromptDb, promptDb } from './tables.ts';
import { changePrompt } from './verbs/change-prompt.ts';
import { createPrompt } from './verbs/create-prompt.ts';
import { moveLabel } from './verbs/move-label.ts';
import { saveVersion } from './verbs/save-version.ts';

type Known = { id: string; teamId: string };

/** One version of an import through the room's own verbs. What they refuse becomes its result. */
export async function putItem(
  ctx: Ctx,
  { item, teamId, followersOf }: { item: Item; teamId: string; followersOf: FollowersOf | null },
): Promise<ImportResult> {
  try {
    const db = promptDb(ctx.state.db);
    const known = await promptNamed(db, ctx.workspaceId, item.name);
    if (known !== null && known.teamId !== teamId) return failed(item, 'Another team has a prompt of this name.');
    const kind = kindOf(item.content.body);
    const there = known === null ? null : await versionWith(db, known.id, digestOf(kind, item.content));
    const saved = there ?? (await save(ctx, known, item, teamId));
    if (typeof saved === 'string') return failed(item, saved);
    const { id, number, warnings } = saved;
    const moved = await settle(ctx, { id, number, item, followersOf });
    const outcome = known === null ? 'created' : there === null || moved.changed ? 'updated' : 'unchanged';
    const { labels, problem } = moved;
    return { source: item.source, name: item.name, outcome, number, labels, problem, warnings };
  } catch (error) {
    if (error instanceof AppError) return failed(item, error.message);
    throw error;
  }
}

/** What putting it would come to; `coming`: names that come with it, which others may refer to. */
export async function previewItem(
  ctx: Ctx,
  { item, teamId, coming }: { item: Item; teamId: string; coming: ReadonlySet<string> },
): Promise<ImportResult> {
  const db = promptDb(ctx.state.db);
  const { name, content, source } = item;
  const kind = kindOf(content.body);
  const known = await promptNamed(db, ctx.workspaceId, name);
  if (known !== null && known.teamId !== teamId) return failed(item, 'Another team has a prompt of this name.');
  const there = known === null ? null : await versionWith(db, known.id, digestOf(kind, content));
  const standing = known === null || there === null ? [] : await labelsOf(db, [known.id]);
  const labels = item.labels.filter((one) => !standing.some((at) => at.label === one && at.number === there!.number));
  const to = { workspaceId: ctx.workspaceId, promptId: known?.id ?? null, kind, content };
  const { issues, closure } = await checkContent(db, to);
  const waits = closure.missing.some((one) => coming.has(one.name));
  const first = waits || there !== null ? undefined : issues.find((one) => one.severity === 'error');
  if (first !== undefined) return failed(item, first.sentence);
  const outcome = known === null ? 'created' : there === null || labels.length > 0 ? 'updated' : 'unchanged';
  const warnings = issues.filter((one) => one.severity === 'warning');
  return { source, name, outcome, number: there?.number ?? null, labels, problem: null, warnings };
}

export const failed = ({ source, name }: Item | Unread, problem: string): ImportResult => ({
  ...{ source, name, outcome: 'failed', number: null, labels: [], problem, warnings: [] },
});

type Put = { id: string; number: number; warnings: ImportResult['warnings'] };

/** Checked before the prompt is made: what is refused leaves nothing behind. A sentence = why not. */
async function save(ctx: Ctx, known: Known | null, item: Item, teamId: string): Promise<Put | string> {
  const kind = kindOf(item.content.body);
  if (known === null) {
    const to = { workspaceId: ctx.workspaceId, promptId: null, kind, content: item.content };
    const { issues } = await checkContent(promptDb(ctx.state.db), to);
    const first = issues.find((one) => one.severity === 'error');
    if (first !== undefined) return first.sentence;
  }
  const { name, content, message, folder = '', tags = [] } = item;
  const id = known?.id ?? (await createPrompt(ctx, { name, teamId, kind, folder, tags })).id;
  const { version, warnings } = await saveVersion(ctx, { id, content, message });
  return { id, number: version.number, warnings };
}

/** Folder, tags and labels as the item has them. A label that may not move is told; the version stays. */
async function settle(
  ctx: Ctx,
  { id, number, item, followersOf }: { id: string; number: number; item: Item; followersOf: FollowersOf | null },
): Promise<{ labels: string[]; problem: string | null; changed: boolean }> {
  const { folder, tags } = item;
  const before = await promptDb(ctx.state.db)
    .selectFrom('prompts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const after = await changePrompt(ctx, {
    id,
    ...(folder !== undefined && { folder }),
    ...(tags !== undefined && { tags }),
  });
  const standing = await labelsOf(promptDb(ctx.state.db), [id]);
  const labels: string[] = [];
  const problems: string[] = [];
  for (const label of item.labels) {
    if (standing.some((one) => one.label === label && one.number === number)) continue;
    try {
      await moveLabel(ctx, followersOf, { id, label, number, reason: `Imported from ${item.source}` });
      labels.push(label);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(`${label}: ${error.message}`);
    }
  }
  const moved = before.folder !== after.folder || before.tags !== JSON.stringify(after.tags);
  const problem = problems.length === 0 ? null : problems.join(' ');
  return { labels, problem, changed: moved || labels.length > 0 };
}

async function promptNamed(db: PromptDb, workspaceId: string, name: string): Promise<Known | null> {
  const found = await db
    .selectFrom('prompt_names as n')
    .innerJoin('prompts as p', 'p.id', 'n.prompt_id')
    .select(['p.id', 'p.team_id as teamId'])
    .where('n.workspace_id', '=', workspaceId)
    .where('n.name', '=', name)
    .executeTakeFirst();
  return found ?? null;
}

async function versionWith(db: PromptDb, promptId: string, digest: string): Promise<Put | null> {
  const versions = db.selectFrom('prompt_versions').select('number').where('prompt_id', '=', promptId);
  const found = await versions.where('digest', '=', digest).orderBy('number', 'desc').executeTakeFirst();
  return found === undefined ? null : { id: promptId, number: found.number, warnings: [] };
}
