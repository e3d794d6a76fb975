import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { placeFilter, sightOf } from './sight.ts';

/** Scores of one name over the runs of one release. `mean`: of those that are numbers; true counts 1, false 0. */
export type ScoreFigures = { release: string; name: string; count: number; mean: number };
type Row = { release: string; name: string; n: string; mean: number };

const settings = { do_not_merge_across_partitions_select_final: 1 };
const most = 1_000;

/**
 * What was said of runs of these releases (as spans name them) that began since a time, ISO 8601, and of their steps. A score of a trace
 * holds for each release that ran in it. Runs that the actor may not see are left out.
 */
export async function scoreFigures(
  ctx: Ctx,
  warehouse: Warehouse,
  { releases, since }: { releases: readonly string[]; since: string },
): Promise<ScoreFigures[]> {
  authorize(ctx, 'run.read', 'anywhere');
  if (releases.length === 0) return [];
  const visible = placeFilter(sightOf(ctx).runs);
  const from = Math.max(0, Math.floor(Date.parse(since) / 1000));
  const sql = `SELECT release, name, count() AS n, avg(assumeNotNull(number)) AS mean
    FROM (SELECT trace_id, name, number FROM scores FINAL
      WHERE workspace_id = {workspace:String} AND at >= toDateTime({from:UInt32}) AND trace_id != '' AND number IS NOT NULL
        AND trace_id IN (SELECT trace_id FROM runs WHERE workspace_id = {workspace:String}
          AND bucket >= toDateTime({from:UInt32}) AND release IN {releases:Array(String)})) AS s
    INNER JOIN (SELECT DISTINCT trace_id, release FROM runs FINAL
      WHERE workspace_id = {workspace:String} AND bucket >= toDateTime({from:UInt32}) AND is_deleted = 0
        AND release IN {releases:Array(String)} AND ${visible.where}) AS r USING (trace_id)
    GROUP BY release, name ORDER BY release, name LIMIT ${most}`;
  const params = { workspace: ctx.workspaceId, from, releases: [...releases], ...visible.params };
  const rows = await warehouse.query<Row>(sql, params, { settings });
  return rows.map(({ release, name, n, mean }) => ({ release, name, count: Number(n), mean }));
}
