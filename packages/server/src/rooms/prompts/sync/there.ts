import type { Repository } from '../../../ports/repository.ts';
import { digestOf } from '../digest.ts';
import { readDocument } from '../files/document.ts';
import { isUnread, type Item } from '../files/item.ts';
import { kindOf } from '../model/body.ts';
import type { FileRow, SyncRow } from './store.ts';

/** A file of the repository. `item` null = its bytes are those of the last time, and were not read again. */
export type There = { path: string; blob: string; digest: string; promptId: string | null; item: Item | null };
type Problem = { path: string; problem: string };

const promptFile = /\.(?:md|markdown|ya?ml)$/i;

/** What the repository holds for a sync at a commit; null = the branch is not there yet. Only what changed is read. */
export async function readThere(
  repository: Repository,
  commit: string | null,
  { sync, rows }: { sync: SyncRow; rows: readonly FileRow[] },
): Promise<{ files: There[]; problems: Problem[] }> {
  if (commit === null) return { files: [], problems: [] };
  const { files, refused } = await repository.list(commit, sync.path, promptFile);
  const known = new Map(rows.map((one) => [`${one.blob} ${one.path}`, one]));
  const fresh = files.filter((one) => !known.has(`${one.id} ${one.path}`));
  const texts = await repository.read(fresh.map((one) => one.id));
  const problems: Problem[] = refused.map(({ path, reason }) => ({ path, problem: reason }));
  const found: There[] = [];
  const names = new Set<string>();
  for (const { path, id } of files) {
    const row = known.get(`${id} ${path}`);
    if (row !== undefined) {
      found.push({ path, blob: id, digest: row.digest, promptId: row.prompt_id, item: null });
      continue;
    }
    const text = texts.get(id) ?? null;
    // A README between the prompts is no prompt.
    if (text !== null && /\.(?:md|markdown)$/i.test(path) && !text.replace(/^\uFEFF/, '').startsWith('---')) continue;
    const item = text === null ? null : readDocument({ path, text });
    if (item === null || isUnread(item)) problems.push({ path, problem: item?.problem ?? 'It is no UTF-8.' });
    else if (names.has(item.name)) problems.push({ path, problem: `Another file has the prompt "${item.name}", too.` });
    else {
      names.add(item.name);
      found.push({ path, blob: id, digest: digestOf(kindOf(item.content.body), item.content), promptId: null, item });
    }
  }
  return { files: found, problems };
}
