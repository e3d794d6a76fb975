import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { LabelHistory } from '../contract.ts';
import { findPrompt } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';

/** Every move of a prompt's labels, newest first; the last 200. */
export async function labelHistory(ctx: Ctx, id: string): Promise<LabelHistory> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const rows = await promptDb(ctx.state.db)
    .selectFrom('prompt_label_moves')
    .selectAll()
    .where('prompt_id', '=', prompt.id)
    .orderBy('seq', 'desc')
    .limit(200)
    .execute();
  const names = await namesOfPeople(
    ctx,
    rows.map((row) => row.moved_by),
  );
  return {
    items: rows.map((row) => ({
      ...{ label: row.label, from: row.from_number, to: row.to_number, reason: row.reason },
      ...{ movedBy: row.moved_by, movedByName: names.get(row.moved_by) ?? null, movedAt: row.moved_at.toISOString() },
    })),
  };
}
