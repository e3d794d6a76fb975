import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ExportQuery, PromptFile } from '../contract-files.ts';
import type { Content } from '../contract.ts';
import { writeDocument } from '../files/document.ts';
import { versionNumbered } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';
import { listPrompts } from './list-prompts.ts';

const page = 200;

/** The newest version of each prompt one may see, as a file with the labels that stand there. Archived ones and older versions stay. */
export async function exportPrompts(ctx: Ctx, query: ExportQuery): Promise<PromptFile[]> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const files: PromptFile[] = [];
  for (let after: string | null = null; ;) {
    const filter = { ...query, archived: 'false' } as const;
    const { items, next } = await listPrompts(ctx, { filter, limit: page, after });
    for (const { id, name, folder, tags, latest, labels } of items) {
      if (latest === null) continue;
      const row = await versionNumbered(promptDb(ctx.state.db), id, latest);
      const standing = labels.filter((one) => one.number === latest).map((one) => one.label);
      const content = JSON.parse(row.content) as Content;
      files.push(
        writeDocument({ name, folder, tags, labels: standing, message: row.message, version: latest, content }),
      );
    }
    if (next === null) return files;
    after = next;
  }
}
