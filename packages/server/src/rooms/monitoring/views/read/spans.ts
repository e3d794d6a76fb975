import type { Warehouse } from '../../../../ports/warehouse.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inWindow, type TraceWindow, windowParams } from './window.ts';

/** Where a page of steps ended: start in Unix nanoseconds, span id. */
export type StepPosition = readonly [startNs: string, spanId: string];

type SpanSelection = {
  columns: string;
  teams: Teams;
  after: StepPosition | null;
  limit: number;
  spanId?: string;
};

/**
 * Spans of a trace, each id once, in order of start and id. The team that was received first owns an id; of its rows the
 * one inserted last is the span, wherever its start has moved. No FINAL: it would keep a moved span twice.
 */
export async function readSpans<Row>(warehouse: Warehouse, window: TraceWindow, select: SpanSelection): Promise<Row[]> {
  const one = select.spanId === undefined ? '1' : 'span_id = {span:String}';
  const sql = `SELECT * EXCEPT (key_start, replaced) FROM (
    SELECT ${select.columns}, start_time AS key_start, has(spans.marks, 'superseded') AS replaced FROM spans
    WHERE ${inWindow} AND ${one} AND ${teamFilter(select.teams)} AND (span_id, team_id) IN (
      SELECT span_id, argMin(team_id, (received_at, team_id)) FROM spans WHERE ${inWindow} AND ${one} GROUP BY span_id)
    ORDER BY ingested_at DESC, start_time DESC LIMIT 1 BY span_id)
  WHERE NOT replaced AND ${select.after === null ? '1' : '(key_start, span_id) > (fromUnixTimestamp64Nano({start:Int64}), {after:String})'}
  ORDER BY key_start, span_id LIMIT {limit:UInt32}`;
  return warehouse.query<Row>(sql, {
    ...windowParams(window),
    ...teamParams(select.teams),
    ...(select.spanId === undefined ? {} : { span: select.spanId }),
    ...(select.after === null ? {} : { start: select.after[0], after: select.after[1] }),
    limit: select.limit,
  });
}
