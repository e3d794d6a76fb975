import { sql } from 'kysely';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { lockCursor, moveCursor, type CursorKey } from '../../../spine/cursors.ts';
import type { Db, Transactor, Tx } from '../../../spine/tx.ts';
import type { TraceStart } from './assembler-protocol.ts';

/**
 * An order to remove all telemetry of a team. Kept in the control state until it is carried out, so that whichever process leads
 * the rebuild goes on with it, from wherever the one before was interrupted. Times in Unix milliseconds.
 */
export type Removal = {
  orderedAt: number;
  /** Looked again from then on: what was accepted before the order may still be on its way. */
  nextAt: number;
  doneAt: number | null;
  /** Traces that other teams have a part in: assembled again once the team's rows are gone. */
  shared: readonly Pick<TraceStart, 'traceId' | 'firstBucket'>[];
};
type Order = Removal & { workspaceId: string; teamId: string };

const prefix = 'monitoring.removal:';
/** Longer than a span takes from its acknowledgement into the warehouse. */
const onItsWayMs = 5_000;

const keyOf = ({ workspaceId, teamId }: { workspaceId: string; teamId: string }): CursorKey => ({
  subscription: prefix + teamId,
  workspaceId,
});

/** The order of this team that is not carried out yet, else null. Holds others off until the transaction ends. */
export async function lockRemoval(tx: Tx, place: { workspaceId: string; teamId: string }): Promise<Removal | null> {
  const text = await lockCursor(tx, keyOf(place));
  const last = text === '' ? null : (JSON.parse(text) as Removal);
  return last?.doneAt === null ? last : null;
}

export async function orderRemoval(tx: Tx, place: { workspaceId: string; teamId: string }, now: number): Promise<void> {
  const removal: Removal = { orderedAt: now, nextAt: now, doneAt: null, shared: [] };
  await moveCursor(tx, keyOf(place), JSON.stringify(removal));
}

/** The last order for this team; null where none was ever given. */
export async function readRemoval(db: Db, place: { workspaceId: string; teamId: string }): Promise<Removal | null> {
  const { subscription, workspaceId } = keyOf(place);
  const cursors = db.selectFrom('ops_cursors').where('subscription', '=', subscription);
  const row = await cursors.where('workspace_id', '=', workspaceId).select('position').executeTakeFirst();
  return row === undefined || row.position === '' ? null : (JSON.parse(row.position) as Removal);
}

async function openOrders(db: Db): Promise<Order[]> {
  const rows = await db
    .selectFrom('ops_cursors')
    .where('subscription', 'like', `${prefix}%`)
    .where(sql<boolean>`position like '%"doneAt":null%'`)
    .select(['subscription', 'workspace_id', 'position'])
    .execute();
  return rows.map(({ subscription, workspace_id, position }) => ({
    ...(JSON.parse(position) as Removal),
    ...{ workspaceId: workspace_id, teamId: subscription.slice(prefix.length) },
  }));
}

/** Is there something to remove, or to look at again, now? */
export const removalIsDue = async (db: Db, now: number): Promise<boolean> =>
  (await openOrders(db)).some((order) => order.nextAt <= now);

type Means = { warehouse: Warehouse; state: Transactor };

/**
 * Removes what is ordered. Nothing may be assembled meanwhile, and nothing that was read before may be used after it.
 * @returns traces to assemble again, each until `sharedDone`; null where nothing was due.
 */
export async function carryOutRemovals({ warehouse, state }: Means, now: number): Promise<TraceStart[] | null> {
  const again: TraceStart[] = [];
  let due = false;
  for (const order of await openOrders(state.db)) {
    if (order.nextAt <= now) {
      due = true;
      const tables = await tablesOf(warehouse, order);
      const found = tables.length > 0 ? await sharedTraces(warehouse, order) : [];
      const shared = [...new Map([...order.shared, ...found].map((trace) => [trace.traceId, trace])).values()];
      // Known before the rows are gone, from which they could not be found any more.
      if (shared.length > order.shared.length) await save(state, { ...order, shared });
      for (const table of tables) await removeFrom(warehouse, table, order);
      const quiet = tables.length === 0 && now - order.orderedAt >= onItsWayMs;
      Object.assign(order, { shared, nextAt: now + onItsWayMs, doneAt: quiet && shared.length === 0 ? now : null });
      await save(state, order);
    }
    again.push(...order.shared.map((trace) => ({ workspaceId: order.workspaceId, ...trace })));
  }
  return due || again.length > 0 ? again : null;
}

/** Traces that `carryOutRemovals` gave out have been assembled again. */
export async function sharedDone(state: Transactor): Promise<void> {
  for (const order of await openOrders(state.db))
    if (order.shared.length > 0) await save(state, { ...order, shared: [] });
}

async function save(state: Transactor, { workspaceId, teamId, ...removal }: Order): Promise<void> {
  await state.transact(async (tx) => {
    const key = keyOf({ workspaceId, teamId });
    await lockCursor(tx, key);
    await moveCursor(tx, key, JSON.stringify(removal));
  });
}

/**
 * Every table that keeps rows by team and holds some of this one: new tables are found without being named here. On a cluster they are
 * Distributed, over the `_local` tables of each node (docs/decisions/0010).
 */
async function tablesOf(warehouse: Warehouse, { workspaceId, teamId }: Order): Promise<string[]> {
  const tables = await warehouse.query<{ table: string }>(
    `SELECT c.table AS table FROM system.columns AS c INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
     WHERE c.database = currentDatabase() AND c.name IN ('workspace_id', 'team_id') AND (t.engine LIKE '%MergeTree' OR t.engine = 'Distributed') AND NOT endsWith(t.name, '_local')
     GROUP BY table HAVING count() = 2 ORDER BY table`,
  );
  const held: string[] = [];
  for (const { table } of tables) {
    const found = await warehouse.query(
      `SELECT 1 FROM ${table} WHERE workspace_id = {workspace:String} AND team_id = {team:String} LIMIT 1`,
      { workspace: workspaceId, team: teamId },
    );
    if (found.length > 0) held.push(table);
  }
  return held;
}

async function sharedTraces(warehouse: Warehouse, { workspaceId, teamId }: Order): Promise<Removal['shared']> {
  const rows = await warehouse.query<{ t: string; first: number }>(
    `SELECT trace_id AS t, toUnixTimestamp(min(bucket)) AS first FROM spans
     WHERE workspace_id = {workspace:String} AND team_id != {team:String} AND trace_id IN (
       SELECT trace_id FROM spans WHERE workspace_id = {workspace:String} AND team_id = {team:String})
     GROUP BY t`,
    { workspace: workspaceId, team: teamId },
  );
  return rows.map(({ t, first }) => ({ traceId: t, firstBucket: Number(first) }));
}

/** Rows of rollups go like all others: the team is part of their key, so no figure of another team has a share in them. */
const removeFrom = (warehouse: Warehouse, table: string, { workspaceId, teamId }: Order): Promise<void> =>
  warehouse.command(
    `ALTER TABLE ${table} DELETE WHERE workspace_id = {workspace:String} AND team_id = {team:String}`,
    { workspace: workspaceId, team: teamId },
    { settings: { mutations_sync: 2 } },
  );
