import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { RunListQuery } from '../../contract.ts';
import { runColumns, type RunRow } from '../rows/run-row.ts';
import type { Filter, RunPosition } from './run-filter.ts';

type Sort = NonNullable<RunListQuery['sort']>;
export type SortedPage = { by: Sort; order: 'asc' | 'desc'; after: RunPosition | null; wanted: number };

/** What is sorted by, as whole numbers: they travel in cursors without losing a digit. */
const columns: Record<Sort, string> = {
  started: 'toUnixTimestamp64Nano(start_time)',
  duration: 'toInt64(duration_ns)',
  cost: 'cost_nano_usd',
  inputTokens: 'toInt64(input_tokens)',
  outputTokens: 'toInt64(output_tokens)',
  errors: 'toInt64(errors)',
  steps: 'toInt64(steps)',
};

const settings = { do_not_merge_across_partitions_select_final: 1 };

export type SortedRow = RunRow & { sorted_by: string | null };

/** Where a page ended: 1 where the value is unknown, the value, the run. */
export const sortedPosition = (row: SortedRow): RunPosition => [
  row.sorted_by === null ? 1 : 0,
  row.sorted_by ?? '0',
  row.run_id,
];

/** All runs of the filter in another order than by their start, unknown values last; ties by id, so that a page goes on where the last ended. */
export async function sortedRuns(
  warehouse: Warehouse,
  filter: Filter,
  { by, order, after, wanted }: SortedPage,
): Promise<SortedRow[]> {
  const column = columns[by];
  const sql = `SELECT ${runColumns}, ${column} AS sorted_by FROM runs FINAL
    WHERE ${filter.where} AND is_deleted = 0 AND ${beyond(column, order, after)}
    ORDER BY isNull(sorted_by), sorted_by ${order === 'asc' ? 'ASC' : 'DESC'}, run_id LIMIT {limit:UInt32}`;
  const position = after === null ? {} : { atValue: after[1], atRun: after[2] };
  return warehouse.query<SortedRow>(sql, { ...filter.params, ...position, limit: wanted }, { settings });
}

function beyond(column: string, order: 'asc' | 'desc', after: RunPosition | null): string {
  if (after === null) return '1';
  if (after[0] === 1) return `isNull(${column}) AND run_id > {atRun:String}`;
  const further = `${column} ${order === 'asc' ? '>' : '<'} {atValue:Int64}`;
  return `(isNull(${column}) OR ${further} OR (${column} = {atValue:Int64} AND run_id > {atRun:String}))`;
}
