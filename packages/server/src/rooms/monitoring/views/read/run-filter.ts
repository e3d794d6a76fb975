import type { RunListQuery } from '../../contract.ts';
import { minuteOfIso, nsOfIso } from '../rows/time.ts';
import { placeFilter, type Places } from '../sight.ts';

/** Where a page of runs ended: minute in Unix seconds, start in Unix nanoseconds, run id. */
export type RunPosition = readonly [bucket: number, startNs: string, runId: string];

export type Filter = { where: string; params: Record<string, unknown> };

/** Each filter of the list on one column, with the parameter's type. */
const equals = {
  teamId: ['team_id', 'String'],
  agent: ['agent', 'String'],
  environment: ['environment', 'String'],
  outcome: ['outcome', 'String'],
  state: ['state', 'String'],
  conversation: ['conversation_id', 'String'],
  user: ['user_id', 'String'],
} as const satisfies Partial<Record<keyof RunListQuery, readonly [string, string]>>;

/** Conditions of the list's query. Values travel as parameters only: none of them ever becomes SQL. */
export function runFilter(workspaceId: string, places: Places, query: RunListQuery): Filter {
  const visible = placeFilter(places);
  const where = ['workspace_id = {workspace:String}', visible.where];
  const params: Record<string, unknown> = { workspace: workspaceId, ...visible.params };
  for (const [name, [column, type]] of Object.entries(equals)) {
    const value = query[name as keyof typeof equals];
    if (value === undefined) continue;
    where.push(`${column} = {${name}:${type}}`);
    params[name] = value;
  }
  if (query.from !== undefined) {
    where.push('bucket >= toDateTime({fromMinute:UInt32})', 'start_time >= fromUnixTimestamp64Nano({from:Int64})');
    Object.assign(params, { fromMinute: secondsOf(query.from), from: nsOfIso(query.from) });
  }
  if (query.to !== undefined) {
    where.push('bucket <= toDateTime({toMinute:UInt32})', 'start_time < fromUnixTimestamp64Nano({to:Int64})');
    Object.assign(params, { toMinute: secondsOf(query.to), to: nsOfIso(query.to) });
  }
  return { where: where.join(' AND '), params };
}

/** One window of minutes, [low, below), and in its first minute only what comes after the last run shown. */
export function pageFilter(low: number, below: number | null, after: RunPosition | null): Filter {
  const where = ['bucket >= toDateTime({low:UInt32})'];
  const params: Record<string, unknown> = { low };
  if (below !== null) {
    where.push('bucket < toDateTime({below:UInt32})');
    params['below'] = below;
  }
  if (after !== null) {
    where.push(`(bucket < toDateTime({atMinute:UInt32}) OR start_time < fromUnixTimestamp64Nano({atStart:Int64})
      OR (start_time = fromUnixTimestamp64Nano({atStart:Int64}) AND run_id > {atRun:String}))`);
    Object.assign(params, { atMinute: after[0], atStart: after[1], atRun: after[2] });
  }
  return { where: where.join(' AND '), params };
}

/** Years that no DateTime holds are cut to its bounds. */
const secondsOf = (iso: string): number => Math.min(4_294_967_295, Math.max(0, minuteOfIso(iso)));
