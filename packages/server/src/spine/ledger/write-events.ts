import { randomBytes } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { sql, type Insertable } from 'kysely';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../events.ts';
import { newId } from '../ids.ts';
import type { SpineTables } from '../tables.ts';
import type { Tx } from '../tx.ts';
import { commitmentTo, leafOf } from './leaf.ts';

type Row = Insertable<SpineTables['ledger']>;
type Drafted = { event: NewEvent; workspaceId: string; eventId: string; commit: string };
type Who = Pick<Ctx, 'actor' | 'workspaceId' | 'clock'>;

/** Rows per INSERT; nine values each stay far below PostgreSQL's 65,535. */
const batch = 500;

/** Must be the last thing in its transaction. Returns the workspaces whose ledger grew. */
export async function writeEvents(tx: Tx, who: Who, events: readonly NewEvent[]): Promise<string[]> {
  const drafts = await writePayloads(tx, who, events);
  // Always in id order: two transactions that touch the same ledgers wait for each other instead of dead-locking.
  const touched = [...new Set(drafts.map((draft) => draft.workspaceId))].sort();
  const rows: Row[] = [];
  for (const id of touched)
    rows.push(
      ...(await number(
        tx,
        who.actor.id,
        drafts.filter((draft) => draft.workspaceId === id),
      )),
    );
  for (let i = 0; i < rows.length; i += batch)
    await tx
      .insertInto('ledger')
      .values(rows.slice(i, i + batch))
      .execute();
  return touched;
}

async function writePayloads(tx: Tx, who: Who, events: readonly NewEvent[]): Promise<Drafted[]> {
  const drafts: Drafted[] = [];
  const payloads: Insertable<SpineTables['ledger_payloads']>[] = [];
  for (const event of events) {
    const eventId = newId('evt', who.clock.now());
    const workspaceId = event.workspaceId ?? who.workspaceId;
    const payload = canonicalize(event.payload);
    const key = new Uint8Array(randomBytes(32));
    payloads.push({ event_id: eventId, workspace_id: workspaceId, version: event.v, payload, commit_key: key });
    drafts.push({ event, workspaceId, eventId, commit: commitmentTo(payload, key) });
  }
  for (let i = 0; i < payloads.length; i += batch) {
    await tx
      .insertInto('ledger_payloads')
      .values(payloads.slice(i, i + batch))
      .execute();
  }
  return drafts;
}

async function number(tx: Tx, actor: string, drafts: readonly Drafted[]): Promise<Row[]> {
  const workspace = drafts[0]!.workspaceId;
  const head = await takeNumbers(tx, workspace, drafts.length);
  const time = head.time.toISOString();
  return drafts.map(({ event, eventId, commit }, i) => {
    const { type, resource } = event;
    const seq = head.seq - drafts.length + 1 + i;
    const leaf = leafOf({ workspace, seq, time, actor, type, resource, payload_commit: commit });
    return {
      workspace_id: workspace,
      seq,
      time,
      actor,
      type,
      resource,
      payload_commit: commit,
      leaf,
      event_id: eventId,
    };
  });
}

/**
 * Locks the head until COMMIT, so numbers have no gaps and become visible in order. The time is read once the lock is held and
 * never goes back, even when the database's clock does. The first event of a workspace made in this transaction makes its head.
 */
async function takeNumbers(tx: Tx, workspaceId: string, count: number): Promise<{ seq: number; time: Date }> {
  const heads = await sql<{ seq: number; time: Date }>`
    insert into ledger_heads as head (workspace_id, seq, time)
    select ${workspaceId}::text, ${count}::bigint, date_trunc('milliseconds', clock_timestamp())
    where ${workspaceId}::text = 'system' or exists (select from workspaces where id = ${workspaceId})
    on conflict (workspace_id) do update
    set seq = head.seq + ${count}::bigint, time = greatest(head.time, date_trunc('milliseconds', clock_timestamp()))
    returning head.seq, head.time`.execute(tx);
  const head = heads.rows[0];
  if (head === undefined) throw new Error(`No workspace ${workspaceId} to append to.`);
  return head;
}
