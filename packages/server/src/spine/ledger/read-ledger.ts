import type { RecordedEvent } from '../events.ts';
import type { Db } from '../tx.ts';

/** PGlite stalls on larger reads. */
const most = 1000;

/** Events of one workspace after `afterSeq`, in sequence, at most `limit` (≤ 1,000). Never shows a gap: numbers become visible in order. */
export async function readLedger(
  db: Db,
  workspaceId: string,
  afterSeq: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const rows = await db
    .selectFrom('ledger')
    .leftJoin('ledger_payloads', 'ledger_payloads.event_id', 'ledger.event_id')
    .selectAll('ledger')
    .select('ledger_payloads.payload')
    .where('ledger.workspace_id', '=', workspaceId)
    .where('ledger.seq', '>', afterSeq)
    .orderBy('ledger.seq')
    .limit(Math.min(limit, most))
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    seq: row.seq,
    time: row.time,
    actor: row.actor,
    type: row.type as RecordedEvent['type'],
    resource: row.resource,
    payloadCommit: row.payload_commit,
    leaf: Buffer.from(row.leaf).toString('hex'),
    payload: row.payload === null ? null : (JSON.parse(row.payload) as unknown),
  }));
}
