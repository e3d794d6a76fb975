import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run, RunListQuery } from '../contract.ts';
import { newestRuns, type NewestFilters } from './read/newest-runs.ts';
import { tracesSaying } from './read/rare-words.ts';
import { type RunPosition, runFilter } from './read/run-filter.ts';
import type { RunPlaces } from './read/run-places.ts';
import { sortedPosition, sortedRuns } from './read/sorted-runs.ts';
import { runOf } from './rows/run-row.ts';
import { isoOfSeconds } from './rows/time.ts';
import { sees, sightOf } from './sight.ts';

/** `places`: is told where the runs lie. */
type RunListInput = { query: RunListQuery; after: RunPosition | null; places?: RunPlaces };
type RunsFound = { items: Run[]; next: RunPosition | null };

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
  const filters: NewestFilters = {
    areSparse: isSparse(query),
    cheap: runFilter(ctx.workspaceId, sight, { ...rest, ...known, filter: plain }),
    within: (low, below) => runFilter(ctx.workspaceId, sight, { ...query, ...known, ...narrowed(query, low, below) }),
  };
  const rows = await newestRuns(warehouse, filters, after, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  for (const row of shown) places?.note(ctx.workspaceId, row);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => runOf(row, sees(sight.content, row))),
    next: rows.length > query.limit && last !== undefined ? [last.bucket_s, last.start_ns, last.run_id] : null,
  };
}

/** Such runs lie far from one another. Of one agent or place there is mostly one among some hundred. */
const isSparse = ({ outcome, state, conversation, user, filter = [], q }: RunListQuery): boolean =>
  [outcome, state, conversation, user, q, ...filter].some((condition) => condition !== undefined);

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
