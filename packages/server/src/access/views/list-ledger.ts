import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { LedgerEntry } from '../contract.ts';

/** The ledger, newest first. `before`: the sequence number the last page ended with. `next` likewise. */
export async function listLedger(
  ctx: Ctx,
  query: { limit: number; before: number | null },
): Promise<{ items: LedgerEntry[]; next: number | null }> {
  authorize(ctx, 'ledger.read');
  let events = ctx.state.db
    .selectFrom('ledger')
    .leftJoin('ledger_payloads as p', 'p.event_id', 'ledger.event_id')
    .where('ledger.workspace_id', '=', ctx.workspaceId)
    .selectAll('ledger')
    .select('p.payload');
  if (query.before !== null) events = events.where('seq', '<', query.before);
  const rows = await events
    .orderBy('seq', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  return { items: shown.map(entryOf), next: rows.length > query.limit ? shown.at(-1)!.seq : null };
}

type Row = {
  seq: number;
  time: string;
  actor: string;
  type: string;
  resource: string;
  payload_commit: string;
  leaf: Uint8Array;
};

const entryOf = ({ seq, time, actor, type, resource, ...row }: Row & { payload: string | null }): LedgerEntry => ({
  ...{ seq, time, actor, type, resource },
  payload: row.payload === null ? null : (JSON.parse(row.payload) as unknown),
  payloadCommit: row.payload_commit,
  leaf: Buffer.from(row.leaf).toString('hex'),
});
