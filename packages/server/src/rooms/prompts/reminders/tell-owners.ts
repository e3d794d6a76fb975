import type { Ctx } from '../../../spine/ctx.ts';
import type { RecordedEvent } from '../../../spine/events.ts';
import { newId } from '../../../spine/ids.ts';
import { consumeLedger } from '../../../spine/ledger/consume-ledger.ts';
import type { Tx } from '../../../spine/tx.ts';
import { ruleFor } from '../model/review.ts';
import { rulesOf } from '../rows.ts';
import { type PromptTables, promptTx } from '../tables.ts';
import type { UsesOf } from '../uses.ts';
import { servedOwners } from './served-owners.ts';

type Said = Pick<PromptTables['ops_prompt_notices'], 'kind' | 'number' | 'label'>;

/**
 * Takes the next events of the ledger and tells owners, where the folder's rule says so, what changed in prompts that their agents are
 * served with. Whoever made the change is not told of it. Returns how many events were read; 0 = caught up.
 */
export const tellOwners = (ctx: Ctx, usesOf: UsesOf): Promise<number> =>
  consumeLedger(ctx.state, 'prompts.notices', ctx.workspaceId, async (tx, events) => {
    for (const event of events) {
      const said = saidBy(event);
      if (said !== null) await tell(tx, ctx, { event, said, usesOf });
    }
  });

function saidBy({ type, payload }: RecordedEvent): Said | null {
  if (payload === null) return null;
  const { number, label, after } = payload as { number: number; label: string; after: number | null };
  if (type === 'prompt.version_saved') return { kind: 'version', number, label: null };
  return type === 'prompt.label_moved' ? { kind: 'label', number: after, label } : null;
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  { event, said, usesOf }: { event: RecordedEvent; said: Said; usesOf: UsesOf },
): Promise<void> {
  const db = promptTx(tx);
  const prompt = await db.selectFrom('prompts').selectAll().where('id', '=', event.resource).executeTakeFirst();
  if (prompt === undefined) return;
  const rule = ruleFor(await rulesOf(db, ctx.workspaceId, prompt.team_id), prompt.team_id, prompt.folder);
  if (rule?.owners !== 'told' && rule?.owners !== 'asked') return;
  for (const [personId, agents] of await servedOwners(tx, ctx, { usesOf, promptId: prompt.id })) {
    if (personId === event.actor) continue;
    const notice = {
      ...{
        id: newId('pno', ctx.clock.now()),
        workspace_id: ctx.workspaceId,
        person_id: personId,
        prompt_id: prompt.id,
      },
      ...{ event_seq: event.seq, ...said, agents: JSON.stringify(agents), made_by: event.actor, at: event.time },
    };
    const insert = db.insertInto('ops_prompt_notices').values(notice);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  }
}
