import { sql } from 'kysely';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { readOverrides } from '../prices/read-overrides.ts';
import { readAgentNames } from '../../../spine/catalog/read-agent-names.ts';
import { newId } from '../../../spine/ids.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import { readObserved } from './kept-releases.ts';
import type { TraceStart, WorkspaceTerms } from './assembler-protocol.ts';

/** Which traces are concerned: those with a span that says one of these as it was sent, or a model with one of these in its name. */
export type Affected =
  | { column: 'agent'; teamId: string; values: readonly string[] }
  | { column: 'model'; values: readonly string[] };
/** How far one is. `total` and `done` in traces; `total` null until they are counted. */
export type Progress = { total: number | null; done: number; finishedAt: Date | null };

/**
 * Asks the rebuild to assemble traces again, since names, prices or the like have changed. In the transaction of that
 * change: it is done if and only if the change is. @returns an id for `reassemblyProgress`.
 */
export async function requestReassembly(tx: Tx, workspaceId: string, affected: Affected): Promise<string> {
  const id = newId('rea');
  await tx
    .withTables<MonitoringTables>()
    .insertInto('ops_reassemblies')
    .values({
      id,
      workspace_id: workspaceId,
      affected: JSON.stringify(affected),
      requested_at: sql<Date>`clock_timestamp()`,
      total: null,
      finished_at: null,
    })
    .execute();
  return id;
}

/** null where nothing of that id was ever asked for, or its record has expired. */
export async function reassemblyProgress(db: Db, workspaceId: string, id: string): Promise<Progress | null> {
  const row = await db
    .withTables<MonitoringTables>()
    .selectFrom('ops_reassemblies')
    .select(['total', 'done', 'finished_at as finishedAt'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export type Waiting = { id: string; workspaceId: string; affected: Affected; position: string; total: number | null };

/** The oldest that is not finished. */
export async function nextReassembly(db: Db): Promise<Waiting | null> {
  const row = await db
    .withTables<MonitoringTables>()
    .selectFrom('ops_reassemblies')
    .select(['id', 'workspace_id as workspaceId', 'affected', 'position', 'total'])
    .where('finished_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, affected: JSON.parse(row.affected) as Affected };
}

/** @param through the last trace that is done; null = there are no more. */
export async function saveProgress(
  db: Db,
  waiting: Waiting,
  moved: { through: string | null; traces: number; total: number | null },
) {
  await db
    .withTables<MonitoringTables>()
    .updateTable('ops_reassemblies')
    .set((eb) => ({
      position: moved.through ?? waiting.position,
      done: eb('done', '+', moved.traces),
      total: moved.total,
      ...(moved.through === null ? { finished_at: sql<Date>`clock_timestamp()` } : {}),
    }))
    .where('id', '=', waiting.id)
    .execute();
}

/** The next traces concerned, in order of their ids. */
export async function affectedTraces(warehouse: Warehouse, waiting: Waiting, limit: number): Promise<TraceStart[]> {
  const { where, params } = condition(waiting);
  const rows = await warehouse.query<{ t: string; first: number }>(
    `SELECT trace_id AS t, toUnixTimestamp(min(bucket)) AS first FROM spans WHERE ${where} AND trace_id > {position:String}
     GROUP BY t ORDER BY t LIMIT {limit:UInt32}`,
    { ...params, position: waiting.position, limit },
  );
  return rows.map(({ t, first }) => ({ workspaceId: waiting.workspaceId, traceId: t, firstBucket: Number(first) }));
}

export async function countAffected(warehouse: Warehouse, waiting: Waiting): Promise<number> {
  const { where, params } = condition(waiting);
  const [row] = await warehouse.query<{ n: string }>(`SELECT uniq(trace_id) AS n FROM spans WHERE ${where}`, params);
  return Number(row?.n ?? 0);
}

function condition({ workspaceId, affected }: Waiting): { where: string; params: Record<string, unknown> } {
  const params = { workspace: workspaceId, values: affected.values };
  const among = 'workspace_id = {workspace:String} AND ';
  if (affected.column === 'model') {
    const named = 'arrayExists(part -> positionCaseInsensitive(model, part) > 0, {values:Array(String)})';
    return { where: `${among}model != '' AND ${named}`, params };
  }
  return {
    // A span without an agent may run as its service.
    where: `${among}team_id = {team:String} AND (agent IN {values:Array(String)} OR agent = '' AND service IN {values:Array(String)})`,
    params: { ...params, team: affected.teamId },
  };
}

/** What the assembly goes by, in every workspace. */
export async function readTerms(db: Db): Promise<WorkspaceTerms> {
  const workspaces = await db.selectFrom('workspaces').select('id').execute();
  return Promise.all(
    workspaces.map(async ({ id }) => ({
      workspaceId: id,
      names: await readAgentNames(db, id),
      overrides: await readOverrides(db, id),
      observed: await readObserved(db, id),
    })),
  );
}
