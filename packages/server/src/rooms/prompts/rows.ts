import type { Selectable } from 'kysely';
import type { Prompt, ReviewRule, VersionHead, VersionSource } from './contract.ts';
import type { PromptRow, VersionRow } from './find-prompt.ts';
import type { PromptDb, PromptTables } from './tables.ts';

type LabelRow = Selectable<PromptTables['prompt_labels']>;

export const promptOf = (row: PromptRow, labels: readonly LabelRow[]): Prompt => ({
  id: row.id,
  name: row.name,
  teamId: row.team_id,
  folder: row.folder,
  kind: row.kind,
  tags: JSON.parse(row.tags) as string[],
  latest: row.latest,
  labels: labels
    .filter((one) => one.prompt_id === row.id)
    .map(({ label, number, moved_at, moved_by }) => ({
      label,
      number,
      movedAt: moved_at.toISOString(),
      movedBy: moved_by,
    })),
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  archivedAt: row.archived_at?.toISOString() ?? null,
});

export type HeadRow = Omit<VersionRow, 'content'>;
export const headColumns = [
  ...(['id', 'workspace_id', 'prompt_id', 'number', 'digest', 'message', 'author_id'] as const),
  ...(['created_at', 'estimated_tokens', 'source'] as const),
] as const;

export const headOf = (row: HeadRow, names: ReadonlyMap<string, string>): VersionHead => ({
  id: row.id,
  number: row.number,
  digest: row.digest,
  message: row.message,
  authorId: row.author_id,
  authorName: names.get(row.author_id) ?? null,
  source: row.source === null ? null : (JSON.parse(row.source) as VersionSource),
  createdAt: row.created_at.toISOString(),
  estimatedTokens: row.estimated_tokens,
});

export const ruleOf = (row: Selectable<PromptTables['prompt_review_rules']>): ReviewRule => ({
  teamId: row.team_id,
  folder: row.folder,
  reviewerIds: JSON.parse(row.reviewer_ids) as string[],
  needed: row.needed,
  labels: JSON.parse(row.labels) as string[],
  owners: row.owners,
  remindDays: row.remind_days,
});

/** Labels of these prompts, by name. */
export async function labelsOf(db: PromptDb, promptIds: readonly string[]): Promise<LabelRow[]> {
  if (promptIds.length === 0) return [];
  return db.selectFrom('prompt_labels').selectAll().where('prompt_id', 'in', promptIds).orderBy('label').execute();
}

/** All review rules of a team. */
export async function rulesOf(db: PromptDb, workspaceId: string, teamId: string): Promise<ReviewRule[]> {
  const rules = db.selectFrom('prompt_review_rules').selectAll().where('workspace_id', '=', workspaceId);
  return (await rules.where('team_id', '=', teamId).orderBy('folder').limit(1000).execute()).map(ruleOf);
}
