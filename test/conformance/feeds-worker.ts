// A worker of its own, as the test of the feeds kills it: adds some events to the ledger, then consumes both feeds to their end. Every
// event and every changed run has an effect in the database and one outside.
import { sql } from 'kysely';
import { openWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';
import { openDatabase } from '../../packages/server/src/adapters/postgres/open.ts';
import { consumeRuns } from '../../packages/server/src/rooms/monitoring/index.ts';
import { systemActor } from '../../packages/server/src/spine/actor.ts';
import { systemClock } from '../../packages/server/src/spine/clock.ts';
import { change } from '../../packages/server/src/spine/ledger/change.ts';
import { consumeLedger } from '../../packages/server/src/spine/ledger/consume-ledger.ts';
import type { Tx } from '../../packages/server/src/spine/tx.ts';

export type WorkerOrder = {
  where: { dataDir: string } | { url: string };
  workspaceId: string;
  warehouseUrl: string;
  receiverUrl: string;
  /** Events to append before consuming. */
  append: number;
};

async function obey({ where, workspaceId, warehouseUrl, receiverUrl, append }: WorkerOrder): Promise<void> {
  const [state, warehouse] = await Promise.all([openDatabase(where), openWarehouse({ url: warehouseUrl })]);
  const ctx = { actor: systemActor, workspaceId, requestId: 'req_feeds', clock: systemClock, state };
  await change(ctx, async (unit) => {
    for (let i = 0; i < append; i++)
      unit.append({ type: 'person.password_set', v: 1, resource: `per_${i}`, payload: {} });
  });
  const effect = async (tx: Tx, subscription: string, key: string, body: object): Promise<void> => {
    await sql`insert into effects values (${subscription}, ${key})`.execute(tx);
    const answer = await fetch(receiverUrl, {
      method: 'POST',
      headers: { 'idempotency-key': `${subscription} ${key}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`);
  };
  const ledger = () =>
    consumeLedger(state, 'ledger', workspaceId, async (tx, events) => {
      for (const { seq, type, resource } of events) await effect(tx, 'ledger', String(seq), { type, resource });
    });
  const facts = () =>
    consumeRuns({ state, warehouse }, { subscription: 'facts', workspaceId }, async (tx, changes) => {
      for (const { version, runId, deleted } of changes)
        await effect(tx, 'facts', `${version} ${runId}`, { runId, deleted });
    });
  for (const consume of [ledger, facts]) while ((await consume()) > 0) process.send!('committed');
  await state.close();
  await warehouse.close();
  process.disconnect();
}

process.once('message', (order: WorkerOrder) => void obey(order));
