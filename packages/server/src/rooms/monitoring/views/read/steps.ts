import type { Warehouse } from '../../../../ports/warehouse.ts';
import { stepColumns, type StepRow } from '../rows/step-row.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inWindow, type TraceWindow, windowParams } from './window.ts';

/**
 * What the rebuild says of a trace's spans, by span id; rows it superseded are left out. Rows of other runs of the trace
 * are here too: they say what does not belong.
 * @param fromNs Unix nanoseconds: steps that started earlier are on an earlier page.
 */
export async function readSteps(
  warehouse: Warehouse,
  window: TraceWindow,
  page: { teams: Teams; fromNs: string | null; limit: number; spanId?: string },
): Promise<Map<string, StepRow>> {
  const from = page.fromNs === null ? '1' : 'start_time >= fromUnixTimestamp64Nano({from:Int64})';
  const one = page.spanId === undefined ? '1' : 'span_id = {span:String}';
  const sql = `SELECT ${stepColumns} FROM (
    SELECT * FROM steps WHERE ${inWindow} AND ${from} AND ${one} AND ${teamFilter(page.teams)}
    ORDER BY version DESC LIMIT 1 BY bucket, span_id, start_time, team_id)
  WHERE counted ORDER BY start_time, span_id LIMIT {limit:UInt32}`;
  const rows = await warehouse.query<StepRow>(sql, {
    ...windowParams(window),
    ...teamParams(page.teams),
    ...(page.fromNs === null ? {} : { from: page.fromNs }),
    ...(page.spanId === undefined ? {} : { span: page.spanId }),
    limit: page.limit,
  });
  return new Map(rows.map((row) => [row.span_id, row]));
}
