import type { Warehouse } from '../../../../ports/warehouse.ts';
import { assembleTrace } from '../../model/assemble.ts';
import { runRow } from '../../rebuild/row-encoding.ts';
import { parseSpans, traceSpansSql } from '../../rebuild/span-reading.ts';
import { parseRunId } from '../rows/run-id.ts';
import type { RunRow } from '../rows/run-row.ts';

/**
 * A run that the rebuild has not written yet, assembled from its spans as they stand: state running, version 0. null while
 * there are no spans, or where they make another run.
 */
export async function provisionalRun(warehouse: Warehouse, workspaceId: string, id: string): Promise<RunRow | null> {
  const parts = parseRunId(id);
  if (parts === null) return null;
  // The id was matched as hex: it cannot leave its quotes.
  const sql = traceSpansSql(`'${parts.traceId}'`);
  const spans = parseSpans(await warehouse.bytes(sql, { workspace: workspaceId, from: 0 }));
  if (spans.length === 0) return null;
  const fact = assembleTrace(spans, false).runs.find((run) => run.runId === id);
  if (fact === undefined) return null;
  const row = runRow(workspaceId, 0n, 'running', fact);
  return {
    ...row,
    state: 'running',
    version: '0',
    bucket_s: row.bucket,
    first_bucket_s: row.first_bucket,
    start_ns: String(row.start_time),
    last_end_ns: String(row.last_end),
    duration_ns: row.duration_ns === null ? null : String(row.duration_ns),
    cost_nano_usd: row.cost_nano_usd === null ? null : String(row.cost_nano_usd),
    cost_computed_nano_usd: row.cost_computed_nano_usd === null ? null : String(row.cost_computed_nano_usd),
    outcome: row.outcome as RunRow['outcome'],
    outcome_source: row.outcome_source as RunRow['outcome_source'],
    agents: [...row.agents],
    models: [...row.models],
    tools: [...row.tools],
    tags: [...row.tags],
    marks: [...row.marks],
  };
}
