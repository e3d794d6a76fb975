import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { FailurePage } from '../../contract-failures.ts';
import { idsOf } from '../../failures/read-changed.ts';
import { told } from '../rows/run-row.ts';
import { isoOfNs } from '../rows/time.ts';
import { type Places, sees } from '../sight.ts';
import { type FailureFilter, settings } from './filter.ts';

type Row = Record<'run_id' | 'trace_id' | 'span_id' | 'team_id' | 'agent' | 'release' | 'environment', string> &
  Record<'user_id' | 'conversation_id' | 'start_ns', string> & { bucket_s: number; run_failed: boolean };

const most = 10;

/** The latest occurrences, each of another run, with what their spans say where it may be read. */
export async function readSamples(
  warehouse: Warehouse,
  filter: FailureFilter,
  { workspaceId, content }: { workspaceId: string; content: Places },
): Promise<FailurePage['samples']> {
  const rows = await warehouse.query<Row>(
    `SELECT run_id, trace_id, span_id, team_id, agent, release, environment, user_id, conversation_id, run_failed,
       toUInt32(bucket) AS bucket_s, toUnixTimestamp64Nano(start_time) AS start_ns
     FROM failures FINAL WHERE ${filter.where} ORDER BY start_time DESC, span_id LIMIT 1 BY run_id LIMIT ${most}`,
    filter.params,
    { settings },
  );
  const messages = await messagesOf(
    warehouse,
    workspaceId,
    rows.filter((row) => sees(content, row)),
  );
  return rows.map((row) => ({
    ...{ runId: row.run_id, spanId: row.span_id, startedAt: isoOfNs(row.start_ns), release: told(row.release) },
    ...{ environment: told(row.environment), user: told(row.user_id), conversation: told(row.conversation_id) },
    ...{ runFailed: row.run_failed, message: told(messages.get(keyOf(row)) ?? '') },
  }));
}

const keyOf = (row: Pick<Row, 'trace_id' | 'span_id' | 'team_id'>): string =>
  `${row.trace_id} ${row.span_id} ${row.team_id}`;

async function messagesOf(
  warehouse: Warehouse,
  workspaceId: string,
  rows: readonly Row[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const buckets = [...new Set(rows.map((row) => row.bucket_s))].map((at) => `toDateTime(${at})`);
  const found = await warehouse.query<Pick<Row, 'trace_id' | 'span_id' | 'team_id'> & { message: string }>(
    `SELECT trace_id, span_id, team_id, if(error_message = '', error_type, error_message) AS message FROM spans
     WHERE workspace_id = {workspace:String} AND bucket IN (${buckets.join(', ')})
       AND trace_id IN (${idsOf(rows.map((row) => row.trace_id))}) AND span_id IN (${idsOf(rows.map((row) => row.span_id))})
     ORDER BY ingested_at DESC LIMIT 1 BY trace_id, span_id, team_id`,
    { workspace: workspaceId },
  );
  return new Map(found.map((row) => [keyOf(row), row.message]));
}
