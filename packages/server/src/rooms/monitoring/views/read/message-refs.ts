import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { RefsRow } from '../rows/refs.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inHours, type TraceWindow, windowParams } from './window.ts';

/** A span that sends more messages than this shows its first ones. */
const maxRows = 20_000;

/** Who said what, by reference, of a trace or of one span. Rows sent again once: the last. */
export async function readMessageRefs(
  warehouse: Warehouse,
  window: TraceWindow,
  select: { teams: Teams; spanId?: string; tools: boolean },
): Promise<RefsRow[]> {
  const one = select.spanId === undefined ? '1' : 'span_id = {span:String}';
  const sql = `SELECT span_id, team_id, direction, \`index\`, toUnixTimestamp64Nano(at) AS at_ns,
      arrayMap(ref -> lower(hex(ref)), refs) AS refs
    FROM message_refs
    WHERE ${inHours('at')} AND ${one} AND ${teamFilter(select.teams)} AND ${select.tools ? '1' : "direction != 'tools'"}
    ORDER BY ingested_at DESC LIMIT 1 BY span_id, team_id, direction, \`index\`, at
    LIMIT ${maxRows}`;
  return warehouse.query<RefsRow>(sql, {
    ...windowParams(window),
    ...teamParams(select.teams),
    ...(select.spanId === undefined ? {} : { span: select.spanId }),
  });
}
