import type { Warehouse } from '../../../../ports/warehouse.ts';
import { runColumns, type RunRow } from '../rows/run-row.ts';
import { type Filter, pageFilter, type RunPosition } from './run-filter.ts';

/** FINAL per partition: the month follows from the key, so no row is replaced across months. */
const settings = { do_not_merge_across_partitions_select_final: 1 };

/** All conditions but those on text, which find the window; and all of them, of runs within it. */
export type NewestFilters = {
  cheap: Filter;
  within(low: number, below: number | null): Filter;
  /** Do few of the runs hold? Then their keys are looked for first. */
  areSparse: boolean;
};

/**
 * FINAL cannot read backwards and stop early, so the window of minutes that can hold the page is found first on raw rows
 * (a cheap reverse read of the key), and FINAL works on that window alone; wider ones follow while rows are missing.
 */
export async function newestRuns(
  warehouse: Warehouse,
  filters: NewestFilters,
  after: RunPosition | null,
  wanted: number,
): Promise<RunRow[]> {
  const found: RunRow[] = [];
  let below: number | null = after === null ? null : after[0] + 60;
  for (let raw = wanted * 4; found.length < wanted; raw *= 4) {
    const window = await nextWindow(warehouse, filters.cheap, below, raw);
    if (window === null) break;
    const filter = filters.within(window, below);
    const page = pageFilter(window, below, after);
    const select = <Row>(columns: string): Promise<Row[]> =>
      warehouse.query<Row>(
        `SELECT ${columns} FROM runs FINAL WHERE ${filter.where} AND ${page.where} AND is_deleted = 0
          ORDER BY bucket DESC, start_time DESC, run_id LIMIT {limit:UInt32}`,
        { ...filter.params, ...page.params, limit: wanted - found.length },
        { settings },
      );
    const rows = filters.areSparse
      ? await rowsOf(warehouse, filter.params['workspace'], await select<RunKey>(keyColumns))
      : await select<RunRow>(runColumns);
    found.push(...rows);
    below = window;
  }
  return found;
}

/** Where which run is. */
type RunKey = Pick<RunRow, 'bucket_s' | 'run_id'>;
const keyColumns = 'toUInt32(bucket) AS bucket_s, run_id';

/** The rows of these keys in their order: all columns of a page of runs, not of all runs between its first and its last. */
async function rowsOf(warehouse: Warehouse, workspace: unknown, keys: readonly RunKey[]): Promise<RunRow[]> {
  if (keys.length === 0) return [];
  const rows = await warehouse.query<RunRow>(
    `SELECT ${runColumns} FROM runs WHERE workspace_id = {workspace:String}
       AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}))) AND run_id IN {runs:Array(String)}`,
    { workspace, buckets: [...new Set(keys.map((key) => key.bucket_s))], runs: keys.map((key) => key.run_id) },
  );
  // A row that was replaced in between may be gone from its part already: what stands now is told of its run.
  const standing = new Map<string, RunRow>();
  for (const row of rows) {
    const known = standing.get(keyOf(row));
    if (known === undefined || BigInt(row.version) > BigInt(known.version)) standing.set(keyOf(row), row);
  }
  return keys.flatMap((key) => standing.get(keyOf(key)) ?? []).filter((row) => row.is_deleted === 0);
}

const keyOf = ({ bucket_s, run_id }: RunKey): string => `${bucket_s} ${run_id}`;

/** The oldest minute among the next `raw` rows below, replaced versions included; null when there are none. */
async function nextWindow(
  warehouse: Warehouse,
  filter: Filter,
  below: number | null,
  raw: number,
): Promise<number | null> {
  const bound = below === null ? '1' : 'bucket < toDateTime({below:UInt32})';
  const sql = `SELECT toUInt32(min(minute)) AS low, count() AS n FROM (
    SELECT bucket AS minute FROM runs WHERE ${filter.where} AND ${bound} ORDER BY bucket DESC LIMIT {raw:UInt32})`;
  const params = { ...filter.params, ...(below === null ? {} : { below }), raw };
  const [row] = await warehouse.query<{ low: number; n: string }>(sql, params);
  return row === undefined || Number(row.n) === 0 ? null : row.low;
}
