import type { RunListQuery } from '../../contract.ts';
import { minuteOfIso, nsOfIso } from '../rows/time.ts';
import { placeFilter, type Sight } from '../sight.ts';
import { conditionsFilter, runsOfSpans, type Within } from './conditions.ts';
import { textMatch } from './text-match.ts';

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

/** `traces`: the only ones in which the words can be, where they are known. */
type Asked = Omit<RunListQuery, 'limit' | 'cursor' | 'sort' | 'order'> & { traces?: readonly string[] };

/**
 * Conditions of the list's query. Values travel as parameters only: none of them ever becomes SQL. Text and attributes find nothing
 * where the asker may not read content.
 */
export function runFilter(workspaceId: string, sight: Sight, query: Asked): Filter {
  const visible = placeFilter(sight.runs);
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
  if (query.traces !== undefined) {
    where.push(ofTraces);
    params['traces'] = query.traces;
  }
  const deep = deepFilters(sight, query);
  return {
    where: [...where, ...deep.map((filter) => filter.where)].join(' AND '),
    params: Object.assign(params, ...deep.map((filter) => filter.params)),
  };
}

const ofTraces = 'trace_id IN {traces:Array(String)}';

/** What looks beyond the row of the run: conditions of the filter model, and words of messages. */
function deepFilters(sight: Sight, { q, filter = [], from, to, traces }: Asked): Filter[] {
  const text = q !== undefined || filter.some(({ by }) => by === 'attribute');
  if (!text)
    return filter.length === 0 ? [] : [conditionsFilter(filter, { hours: '1', content: '1', ownTeamOnly: true })];
  const content = placeFilter(sight.content, 'content');
  const near = nearHours(from, to, traces === undefined ? '' : ` AND ${ofTraces}`);
  const within: Within = { hours: near.minutes, content: content.where, ownTeamOnly: sight.content !== 'all' };
  const conditions = filter.length === 0 ? [] : [conditionsFilter(filter, within)];
  return [
    ...conditions,
    ...(q === undefined ? [] : [saying(q, within, near.hours)]),
    { where: '1', params: { ...content.params, ...near.params } },
  ];
}

/** Runs in which this was said. Content is kept once for a trace, with the span that sent it first. */
function saying(q: string, within: Within, hours: string): Filter {
  const { where, params } = textMatch(q);
  const spans = `SELECT team_id, trace_id, span_id FROM content WHERE workspace_id = {workspace:String} AND ${hours} AND ${where}`;
  return { where: `${within.content} AND ${runsOfSpans(spans, within)}`, params };
}

/** A run that began within the range has its spans from an hour before to a day after; those of suspect clocks lie in bucket 0. */
export function nearHours(from: string | undefined, to: string | undefined, also = '') {
  const params: Record<string, number> = {
    ...(from !== undefined && { nearFrom: Math.max(0, secondsOf(from) - 3600) }),
    ...(to !== undefined && { nearTo: Math.min(4_294_967_295, secondsOf(to) + 90_000) }),
  };
  const between = (column: string): string => {
    const bounds = [
      ...(from === undefined ? [] : [`${column} >= toDateTime({nearFrom:UInt32}, 'UTC')`]),
      ...(to === undefined ? [] : [`${column} <= toDateTime({nearTo:UInt32}, 'UTC')`]),
    ];
    return `${bounds.length === 0 ? '1' : `(${bounds.join(' AND ')} OR ${column} = toDateTime(0, 'UTC'))`}${also}`;
  };
  return { params, minutes: between('bucket'), hours: between('toStartOfHour(at)') };
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
