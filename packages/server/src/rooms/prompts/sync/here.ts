import type { Content } from '../contract.ts';
import { isWithin } from '../model/review.ts';
import type { PromptDb } from '../tables.ts';
import type { FileRow, SyncRow } from './store.ts';

/** A prompt with its newest version, as it stands here. */
export type Here = {
  id: string;
  name: string;
  folder: string;
  tags: string[];
  archived: boolean;
  /** Of the newest version; 0 and null = it has none. */
  number: number;
  digest: string | null;
};

/** Prompts that a sync is about: those of its folder, and those that it was about before. */
export async function readHere(db: PromptDb, sync: SyncRow, rows: readonly FileRow[]): Promise<Map<string, Here>> {
  const known = new Set(rows.map((one) => one.prompt_id));
  const found = new Map<string, Here>();
  for (let after = ''; ;) {
    const page = await db
      .selectFrom('prompts as p')
      .leftJoin('prompt_versions as v', (join) =>
        join.onRef('v.prompt_id', '=', 'p.id').onRef('v.number', '=', 'p.latest'),
      )
      .select(['p.id', 'p.name', 'p.folder', 'p.tags', 'p.archived_at', 'v.number', 'v.digest'])
      .where('p.workspace_id', '=', sync.workspace_id)
      .where('p.team_id', '=', sync.team_id)
      .where('p.id', '>', after)
      .orderBy('p.id')
      .limit(500)
      .execute();
    for (const { archived_at: archivedAt, tags, ...row } of page) {
      const archived = archivedAt !== null;
      if (known.has(row.id) || isWithin(row.folder, sync.folder))
        found.set(row.id, { ...row, number: row.number ?? 0, archived, tags: JSON.parse(tags) as string[] });
    }
    if (page.length < 500) return found;
    after = page.at(-1)!.id;
  }
}

/** Which prompt of the workspace has, or had, each of these names. */
export async function holdersOf(
  db: PromptDb,
  workspaceId: string,
  names: readonly string[],
): Promise<Map<string, { id: string; teamId: string; folder: string }>> {
  const found = new Map<string, { id: string; teamId: string; folder: string }>();
  for (let from = 0; from < names.length; from += 500) {
    const rows = await db
      .selectFrom('prompt_names as n')
      .innerJoin('prompts as p', 'p.id', 'n.prompt_id')
      .select(['n.name', 'p.id', 'p.team_id as teamId', 'p.folder'])
      .where('n.workspace_id', '=', workspaceId)
      .where('n.name', 'in', names.slice(from, from + 500))
      .execute();
    for (const { name, ...row } of rows) found.set(name, row);
  }
  return found;
}

/** Versions after a number, oldest first, at most `most` of the newest. */
export async function versionsAfter(
  db: PromptDb,
  promptId: string,
  { after, most }: { after: number; most: number },
): Promise<{ number: number; message: string; content: Content }[]> {
  const rows = await db
    .selectFrom('prompt_versions')
    .select(['number', 'message', 'content'])
    .where('prompt_id', '=', promptId)
    .where('number', '>', after)
    .orderBy('number', 'desc')
    .limit(most)
    .execute();
  return rows.toReversed().map((row) => ({ ...row, content: JSON.parse(row.content) as Content }));
}
