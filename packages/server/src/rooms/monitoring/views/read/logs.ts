import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { StepDetail } from '../../contract.ts';
import { isoOfNs } from '../rows/time.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inHours, type TraceWindow, windowParams } from './window.ts';

const most = 1_000;

type Row = { time_ns: string; severity: number; severity_text: string; event_name: string; body: string };

/** Log records sent with a span's context, in order of time; at most 1,000. Re-sent ones once. */
export async function readLogs(
  warehouse: Warehouse,
  window: TraceWindow,
  { spanId, teams }: { spanId: string; teams: Teams },
): Promise<StepDetail['logs']> {
  const sql = `SELECT toUnixTimestamp64Nano(time) AS time_ns, severity, severity_text, event_name, body FROM logs
    WHERE ${inHours('time')} AND span_id = {span:String} AND ${teamFilter(teams)}
    ORDER BY time, event_name, body LIMIT 1 BY time, event_name, body, team_id LIMIT ${most}`;
  const params = { ...windowParams(window), ...teamParams(teams), span: spanId };
  const rows = await warehouse.query<Row>(sql, params);
  return rows.map((row) => ({
    time: isoOfNs(row.time_ns),
    severity: row.severity_text || severityOf(row.severity),
    eventName: row.event_name,
    body: row.body,
  }));
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** OTLP severity numbers: four to a level, 1 to 24; 0 is not told. */
const severityOf = (number: number): string => (number === 0 ? '' : (levels[Math.ceil(number / 4) - 1] ?? ''));
