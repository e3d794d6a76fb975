import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { Points } from '../agents/points.ts';
import { type FailureFilter, settings } from './filter.ts';

/** Counts of one group within the range. */
export type FigureRow = {
  failure_id: string;
  n: string;
  last_ns: string;
  runs: string;
  failed_runs: string;
  users: string;
  conversations: string;
  environments: string[];
};
/** Where a page ended: what it is sorted by, then the id. */
export type FailurePosition = readonly [value: string, id: string];
export type FailureSort = 'last' | 'count';

export const valueOf = (row: FigureRow, sort: FailureSort): string => (sort === 'last' ? row.last_ns : row.n);

/** Groups with occurrences, the greatest value first. */
export function readFigures(
  warehouse: Warehouse,
  filter: FailureFilter,
  page: { sort: FailureSort; after: FailurePosition | null; limit: number },
): Promise<FigureRow[]> {
  const by = page.sort === 'last' ? 'last_ns' : 'toInt64(n)';
  const further = page.after === null ? '' : `HAVING (-${by}, failure_id) > (-{value:Int64}, {after:String})`;
  const position = page.after === null ? {} : { value: page.after[0], after: page.after[1] };
  return warehouse.query<FigureRow>(
    `SELECT failure_id, count() AS n, toUnixTimestamp64Nano(max(start_time)) AS last_ns, uniqExact(run_id) AS runs,
       uniqExactIf(run_id, run_failed) AS failed_runs, uniqExactIf(user_id, user_id != '') AS users,
       uniqExactIf((team_id, conversation_id), conversation_id != '') AS conversations,
       arraySort(groupUniqArrayIf(20)(environment, environment != '')) AS environments
     FROM failures FINAL WHERE ${filter.where}
     GROUP BY failure_id ${further} ORDER BY ${by} DESC, failure_id LIMIT {limit:UInt32}`,
    { ...filter.params, ...position, limit: page.limit },
    { settings },
  );
}

export type HistoryRow = { failure_id: string; first_ns: string; last_ns: string; first_release: string };

/** Since when and in which release, of all that is kept. */
export async function readHistory(warehouse: Warehouse, filter: FailureFilter): Promise<Map<string, HistoryRow>> {
  const rows = await warehouse.query<HistoryRow>(
    `SELECT failure_id, toUnixTimestamp64Nano(min(start_time)) AS first_ns, toUnixTimestamp64Nano(max(start_time)) AS last_ns,
       argMin(release, start_time) AS first_release
     FROM failures FINAL WHERE ${filter.where} GROUP BY failure_id`,
    filter.params,
    { settings },
  );
  return new Map(rows.map((row) => [row.failure_id, row]));
}

/** Counts of each step of the range, by group. */
export async function readPoints(
  warehouse: Warehouse,
  filter: FailureFilter,
  points: Points,
): Promise<Map<string, number[]>> {
  const rows = await warehouse.query<{ failure_id: string; at: number; n: string }>(
    `SELECT failure_id, toUInt32(intDiv(toInt64(toUInt32(bucket)) - {start:Int64}, {step:Int64})) AS at, count() AS n
     FROM failures FINAL WHERE ${filter.where} AND bucket >= toDateTime({start:UInt32})
     GROUP BY failure_id, at HAVING at < {steps:UInt32}`,
    { ...filter.params, start: points.start, step: points.step, steps: points.count },
    { settings },
  );
  const found = new Map<string, number[]>();
  for (const { failure_id, at, n } of rows) {
    const own = found.get(failure_id) ?? Array.from({ length: points.count }, () => 0);
    own[at] = Number(n);
    found.set(failure_id, own);
  }
  return found;
}
