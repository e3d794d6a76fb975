import type { z } from '@hono/zod-openapi';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { PassK, PassKQuery } from '../contract-scores.ts';
import { passPowers } from '../model/pass-power.ts';
import { placeFilter, sightOf } from './sight.ts';

type Row = { task: string; runs: string; passed: string };

const settings = { do_not_merge_across_partitions_select_final: 1 };
const mostTasks = 10_000;
const mostListed = 1_000;
/** Floating point may leave a score just below what it stands for. */
const tolerance = 1e-6;

/** pass^1 … pass^k of the runs that carry a score, grouped by what its metadata say of the task. One run is one trial. */
export async function passK(ctx: Ctx, warehouse: Warehouse, query: z.infer<typeof PassKQuery>): Promise<PassK> {
  authorize(ctx, 'run.read', 'anywhere');
  const { score, group, agent, environment, from, to, threshold, k } = query;
  const { runs, content } = sightOf(ctx);
  const visible = placeFilter(runs);
  const about = [
    agent === undefined ? [] : ['agent = {agent:String}'],
    environment === undefined ? [] : ['environment = {environment:String}'],
    from === undefined ? [] : ['start_time >= parseDateTime64BestEffort({from:String}, 9)'],
    to === undefined ? [] : ['start_time < parseDateTime64BestEffort({to:String}, 9)'],
  ].flat();
  // A trace is one trial: where it was scored under several ids the last by its sender's clock holds.
  const sql = `SELECT task, count() AS runs, countIf(last >= {threshold:Float64}) AS passed
    FROM (SELECT trace_id, argMax(metadata[{group:String}], version) AS task, argMax(assumeNotNull(number), version) AS last
      FROM scores FINAL
      WHERE workspace_id = {workspace:String} AND name = {score:String} AND trace_id != '' AND number IS NOT NULL
        AND metadata[{group:String}] != ''
        AND trace_id IN (SELECT trace_id FROM runs FINAL
          WHERE workspace_id = {workspace:String} AND is_deleted = 0
            AND ${[visible.where, ...about].join(' AND ')})
      GROUP BY trace_id)
    GROUP BY task ORDER BY task LIMIT ${mostTasks + 1}`;
  const params = { workspace: ctx.workspaceId, score, group, agent, environment, from, to, ...visible.params };
  const known = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  const asked = { ...known, threshold: threshold - tolerance };
  const found = await warehouse.query<Row>(sql, asked, { settings });
  const tasks = found.slice(0, mostTasks).map(({ task, ...counts }) => ({
    ...{ group: task, runs: Number(counts.runs), passed: Number(counts.passed) },
  }));
  // What a score says of its task may be text of somebody: named only to who reads all that they count.
  const mayName = content === 'all' || JSON.stringify(content) === JSON.stringify(runs);
  return {
    ...{ score, group, threshold },
    runs: tasks.reduce((sum, one) => sum + one.runs, 0),
    passed: tasks.reduce((sum, one) => sum + one.passed, 0),
    powers: passPowers(tasks, k),
    tasks: mayName ? tasks.slice(0, mostListed) : [],
    truncated: found.length > mostTasks || (mayName && tasks.length > mostListed),
  };
}
