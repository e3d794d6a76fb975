import type { Warehouse } from '../../../../ports/warehouse.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inHours, type TraceWindow, windowParams } from './window.ts';

/** Messages of one span and direction, in order from `index` on. `refs`: lower-case hex. */
export type RefsRow = {
  span_id: string;
  team_id: string;
  direction: 'system' | 'input' | 'output' | 'tools';
  index: number;
  at_ns: string;
  refs: string[];
};

/** A span that sends more messages than this shows its first ones. */
const maxRows = 20_000;

/** Who said what, by reference, of a trace or of one span. Each (span, team, direction, index) once: the last sent. */
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
    ORDER BY ingested_at DESC LIMIT 1 BY span_id, team_id, direction, \`index\`
    LIMIT ${maxRows}`;
  return warehouse.query<RefsRow>(sql, {
    ...windowParams(window),
    ...teamParams(select.teams),
    ...(select.spanId === undefined ? {} : { span: select.spanId }),
  });
}
