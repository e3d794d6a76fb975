import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Facets } from '../contract.ts';
import { placeFilter, sightOf } from './sight.ts';

const daySeconds = 86_400;
const most = 200;

type Row = { agent: string; environment: string; by_agent: '0' | '1'; n: string };

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** What the runs of the last 30 days can be filtered by, most used first; at most 200 names each. */
export async function listFacets(ctx: Ctx, warehouse: Warehouse): Promise<Facets> {
  authorize(ctx, 'run.read', 'anywhere');
  const visible = placeFilter(sightOf(ctx).runs);
  const sql = `SELECT agent, environment, grouping(environment) AS by_agent, count() AS n FROM runs FINAL
    WHERE workspace_id = {workspace:String} AND bucket >= toDateTime({since:UInt32}) AND is_deleted = 0
      AND ${visible.where}
    GROUP BY GROUPING SETS ((agent), (environment))
    ORDER BY n DESC, agent, environment LIMIT ${most} BY by_agent`;
  const since = Math.max(0, Math.floor(ctx.clock.now() / 1000) - 30 * daySeconds);
  const params = { workspace: ctx.workspaceId, since, ...visible.params };
  const rows = await warehouse.query<Row>(sql, params, { settings });
  const named = (name: 'agent' | 'environment'): string[] =>
    rows.filter((row) => (row.by_agent === '1') === (name === 'agent') && row[name] !== '').map((row) => row[name]);
  return { agents: named('agent'), environments: named('environment') };
}
