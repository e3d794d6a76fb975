import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run, RunListQuery } from '../contract.ts';
import { tracesSaying } from './read/rare-words.ts';
import { type Filter, pageFilter, type RunPosition, runFilter } from './read/run-filter.ts';
import type { RunPlaces } from './read/run-places.ts';
import { sortedPosition, sortedRuns } from './read/sorted-runs.ts';
import { runColumns, runOf, type RunRow } from './rows/run-row.ts';
import { isoOfSeconds } from './rows/time.ts';
import { sees, sightOf } from './sight.ts';

/** `places`: is told where the runs lie. */
type RunListInput = { query: RunListQuery; after: RunPosition | null; places?: RunPlaces };
type RunsFound = { items: Run[]; next: RunPosition | null };

/** FINAL per partition: the month follows from the key, so no row is replaced across months. */
const settings = { do_not_merge_across_partitions_select_final: 1 };

/**
 * Runs, newest first by (start, run id); starts that cannot be believed come last. Paging goes on after the last run shown,
 * so runs that arrive meanwhile never repeat or hide one. Sorted by anything else they come whole from the range asked for.
 */
export async function listRuns(
  ctx: Ctx,
  warehouse: Warehouse,
  { query, after, places }: RunListInput,
): Promise<RunsFound> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const { q } = query;
  const traces = q === undefined ? null : await tracesSaying(warehouse, ctx.workspaceId, { ...query, q });
  if (traces?.length === 0) return { items: [], next: null };
  const known = traces === null ? {} : { traces };
  const filter = runFilter(ctx.workspaceId, sight, { ...query, ...known });
  const { sort: by = 'started', order = 'desc' } = query;
  if (by !== 'started' || order !== 'desc') {
    const rows = await sortedRuns(warehouse, filter, { by, order, after, wanted: query.limit + 1 });
    const last = rows[query.limit - 1];
    const items = rows.slice(0, query.limit).map((row) => runOf(row, sees(sight.content, row)));
    return { items, next: rows.length > query.limit && last !== undefined ? sortedPosition(last) : null };
  }
  const { q: _, ...rest } = query;
  const plain = (rest.filter ?? []).filter((condition) => condition.by !== 'attribute');
  const filters: Filters = {
    cheap: runFilter(ctx.workspaceId, sight, { ...rest, ...known, filter: plain }),
    within: (low, below) => runFilter(ctx.workspaceId, sight, { ...query, ...known, ...narrowed(query, low, below) }),
  };
  const rows = await newestRows(warehouse, filters, after, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  for (const row of shown) places?.note(ctx.workspaceId, row);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => runOf(row, sees(sight.content, row))),
    next: rows.length > query.limit && last !== undefined ? [last.bucket_s, last.start_ns, last.run_id] : null,
  };
}

/** All conditions but those on text, which find the window; and all of them, of runs within it. */
type Filters = { cheap: Filter; within(low: number, below: number | null): Filter };

/** Text is looked for around the window only: common words are found in the newest of it. Bucket 0 holds starts of any time. */
function narrowed(
  { from, to, q, filter }: RunListQuery,
  low: number,
  below: number | null,
): { from?: string; to?: string } {
  const deep = q !== undefined || filter?.some(({ by }) => by === 'attribute') === true;
  if (!deep || low === 0) return {};
  const begin = isoOfSeconds(low);
  const end = below === null ? undefined : isoOfSeconds(below);
  return {
    ...((from === undefined || Date.parse(from) < Date.parse(begin)) && { from: begin }),
    ...(end !== undefined && (to === undefined || Date.parse(end) < Date.parse(to)) && { to: end }),
  };
}

/**
 * FINAL cannot read backwards and stop early, so the window of minutes that can hold the page is found first on raw rows
 * (a cheap reverse read of the key), and FINAL works on that window alone; wider ones follow while rows are missing.
 */
async function newestRows(
  warehouse: Warehouse,
  filters: Filters,
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
    const sql = `SELECT ${runColumns} FROM runs FINAL WHERE ${filter.where} AND ${page.where} AND is_deleted = 0
      ORDER BY bucket DESC, start_time DESC, run_id LIMIT {limit:UInt32}`;
    const params = { ...filter.params, ...page.params, limit: wanted - found.length };
    found.push(...(await warehouse.query<RunRow>(sql, params, { settings })));
    below = window;
  }
  return found;
}

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
