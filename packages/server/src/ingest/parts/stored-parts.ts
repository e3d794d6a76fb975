import type { Warehouse } from '../../ports/warehouse.ts';
import type { Handled, Insert } from '../../spine/handled-inserts.ts';
import type { JsonObject } from '../content/json.ts';
import type { Mark } from '../rows.ts';
import type { Part } from './part.ts';

/** Reads of parts for the merge. Trace ids are inlined, since thousands of them do not fit a URL: they are hex by then. */

/** A trace as one team tells it. */
export type TraceOfTeam = { workspaceId: string; teamId: string; traceId: string };
export const keyOfTrace = ({ workspaceId, teamId, traceId }: TraceOfTeam): string =>
  `${workspaceId} ${teamId} ${traceId}`;

const insertsAtOnce = 50;
const rowsAtOnce = 20_000;

/** Inserts of parts that are not handled, oldest first: another node's may turn up behind the last one handled. */
export async function newInserts(warehouse: Warehouse, handled: Handled): Promise<Insert[]> {
  const found = await warehouse.query<{ at: string; rows: string }>(
    `SELECT toUnixTimestamp64Micro(ingested_at) AS at, count() AS rows FROM parts
     WHERE ingested_at > fromUnixTimestamp64Micro({low:Int64}) GROUP BY at ORDER BY at LIMIT {limit:UInt32}`,
    { low: handled.low, limit: handled.size + insertsAtOnce },
  );
  const fresh = found
    .map(({ at, rows }) => ({ at: Number(at), rows: Number(rows) }))
    .filter((insert) => !handled.has(insert));
  let rows = 0;
  const end = fresh.findIndex((insert) => (rows += insert.rows) >= rowsAtOnce);
  return fresh.slice(0, end < 0 ? insertsAtOnce : end + 1);
}

/** Traces that these inserts say something of; of an observation without a trace id, all traces it is known in. */
export async function touchedTraces(warehouse: Warehouse, inserts: readonly Insert[]): Promise<TraceOfTeam[]> {
  const moments = inserts.map(({ at }) => `fromUnixTimestamp64Micro(${Math.trunc(at)})`).join(', ');
  const among = `ingested_at IN (${moments})`;
  const rows = await warehouse.query<{ w: string; t: string; trace: string }>(
    `SELECT DISTINCT workspace_id AS w, team_id AS t, trace_id AS trace FROM parts WHERE ${among} AND trace_id != ''
     UNION DISTINCT
     SELECT DISTINCT workspace_id, team_id, trace_id FROM parts WHERE trace_id != '' AND (workspace_id, team_id, entity_id) IN (
       SELECT workspace_id, team_id, entity_id FROM parts WHERE ${among} AND trace_id = '')`,
  );
  return rows.map(({ w, t, trace }) => ({ workspaceId: w, teamId: t, traceId: trace }));
}

/** How much there is to read of each trace, over all teams. */
export async function sizesOf(warehouse: Warehouse, traces: readonly TraceOfTeam[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const [workspace, own] of Map.groupBy(traces, (trace) => trace.workspaceId)) {
    const rows = await warehouse.query<{ trace: string; bytes: string }>(
      `SELECT trace_id AS trace, sum(length(body)) AS bytes FROM parts
       WHERE workspace_id = {workspace:String} AND trace_id IN (${quoted(own)}) GROUP BY trace_id`,
      { workspace },
    );
    for (const { trace, bytes } of rows) sizes.set(`${workspace} ${trace}`, Number(bytes));
  }
  return sizes;
}

type Row = {
  team: string;
  key_id: string;
  bound_agent: string;
  bound_environment: string;
  trace: string;
  kind: Part['kind'];
  entity_id: string;
  event_id: string;
  at: string;
  type: string;
  received: string;
  body: string;
  marks: Mark[];
};

/** Of a trace that is larger the first so many bytes by the events' time are merged: it is read as a whole. */
export const mostOfTrace = 64 << 20;

/** All parts of these traces of one workspace by `keyOfTrace`, with those that name an observation of theirs and no trace. */
export async function partsOf(
  warehouse: Warehouse,
  traces: readonly TraceOfTeam[],
  most = mostOfTrace,
): Promise<Map<string, Part[]>> {
  const workspace = traces[0]!.workspaceId;
  const ids = quoted(traces);
  const columns = `team_id AS team, key_id, bound_agent, bound_environment, trace_id AS trace, kind, entity_id, event_id,
    toString(toUnixTimestamp64Nano(event_time)) AS at, type, toUnixTimestamp64Milli(received_at) AS received, body, marks`;
  const rows = await warehouse.query<Row>(
    `SELECT ${columns} FROM (
       SELECT *, sum(length(body)) OVER (PARTITION BY trace_id ORDER BY event_time, event_id, cityHash64(body)) AS upTo
       FROM parts WHERE workspace_id = {workspace:String} AND trace_id IN (${ids}))
     WHERE upTo <= {most:UInt64}
     UNION ALL
     SELECT ${columns} FROM parts
     WHERE workspace_id = {workspace:String} AND trace_id = '' AND (team_id, entity_id) IN (
       SELECT team_id, entity_id FROM parts
       WHERE workspace_id = {workspace:String} AND trace_id IN (${ids}) AND kind = 'observation')`,
    { workspace, most },
    { maxRows: 1_000_000 },
  );
  const groups = new Map<string, Part[]>(traces.map((trace) => [keyOfTrace(trace), []]));
  const homes = new Map<string, Set<string>>();
  for (const row of rows.filter(({ trace }) => trace !== '')) {
    const key = keyOfTrace({ workspaceId: workspace, teamId: row.team, traceId: row.trace });
    groups.get(key)?.push(partOf(row));
    const entity = `${row.team} ${row.entity_id}`;
    homes.set(entity, (homes.get(entity) ?? new Set()).add(key));
  }
  for (const row of rows.filter(({ trace }) => trace === ''))
    for (const key of homes.get(`${row.team} ${row.entity_id}`) ?? []) groups.get(key)?.push(partOf(row));
  return groups;
}

const partOf = (row: Row): Part => ({
  keyId: row.key_id,
  agent: row.bound_agent || null,
  environment: row.bound_environment || null,
  kind: row.kind,
  traceId: row.trace,
  entityId: row.entity_id,
  eventId: row.event_id,
  at: BigInt(row.at),
  type: row.type,
  receivedAt: Number(row.received),
  body: JSON.parse(row.body) as JsonObject,
  marks: row.marks,
});

/** Quoted trace ids for an IN list. Throws on anything but 32 hex digits: nothing else may come near a statement. */
export function quoted(traces: readonly TraceOfTeam[]): string {
  const ids = new Set(traces.map((trace) => trace.traceId));
  for (const id of ids) if (!/^[0-9a-f]{32}$/.test(id)) throw new Error(`Not a trace id: ${JSON.stringify(id)}`);
  return [...ids].map((id) => `'${id}'`).join(',');
}
