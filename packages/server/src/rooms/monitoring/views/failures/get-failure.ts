import type { Warehouse } from '../../../../ports/warehouse.ts';
import { allows, authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { FailurePage } from '../../contract-failures.ts';
import { fingerprintVersion } from '../../failures/fingerprint.ts';
import { readStates } from '../../failures/read-states.ts';
import { readGroups } from '../../failures/said.ts';
import { pointsOf } from '../agents/points.ts';
import type { AgentTold } from '../rows/agents-told.ts';
import { told } from '../rows/run-row.ts';
import { isoOfNs, isoOfSeconds } from '../rows/time.ts';
import { sees, sightOf } from '../sight.ts';
import { lastDays, rangeOf } from '../totals/range.ts';
import { failureOf, placeOf } from './failure-of.ts';
import { readFigures, readHistory, readPoints } from './figures.ts';
import { failureFilter, type FailureFilter, settings, visibleFailures, withIds } from './filter.ts';
import { readSamples } from './samples.ts';

type Asked = { id: string; from?: string | undefined; to?: string | undefined };

/** One group, with what of it may be seen. Throws `monitoring.failure_not_found`, also where none of its runs is visible. */
export async function getFailure(
  ctx: Ctx,
  warehouse: Warehouse,
  { id, ...asked }: Asked,
): Promise<{ page: FailurePage; agents: AgentTold[] }> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const now = ctx.clock.now();
  const range = rangeOf(lastDays(30, asked, now));
  const points = pointsOf(range);
  const seen = withIds(visibleFailures(ctx.workspaceId, sight.runs), { in: [id] });
  const group = (await readGroups(ctx.state.db, ctx.workspaceId, [id])).get(id);
  const history = group === undefined ? undefined : (await readHistory(warehouse, seen)).get(id);
  if (group === undefined || history === undefined) throw new AppError('monitoring.failure_not_found');
  const filter = failureFilter(seen, range, {});
  const [[figures = null], steps, states, releases, samples] = await Promise.all([
    readFigures(warehouse, filter, { sort: 'last', after: null, limit: 1 }),
    readPoints(warehouse, filter, points),
    readStates(ctx.state.db, ctx.workspaceId, [id]),
    releasesOf(warehouse, filter),
    readSamples(warehouse, filter, { workspaceId: ctx.workspaceId, content: sight.content }),
  ]);
  const counts = steps.get(id) ?? Array.from({ length: points.count }, () => 0);
  const readable = sees(sight.content, placeOf(group));
  const failure = failureOf({ group, figures, history, points: counts, state: states.get(id) }, readable, now);
  const may = { change: allows(ctx.actor, 'failure.change', { teamId: group.team_id, agent: group.agent }) };
  const hasText = readable || samples.some((one) => one.message !== null);
  return {
    page: { failure, step: points.step, start: isoOfSeconds(points.start), fingerprintVersion, releases, samples, may },
    agents: hasText ? [{ teamId: group.team_id, agent: group.agent }] : [],
  };
}

async function releasesOf(warehouse: Warehouse, filter: FailureFilter): Promise<FailurePage['releases']> {
  const rows = await warehouse.query<{ release: string; n: string; first_ns: string; last_ns: string }>(
    `SELECT release, count() AS n, toUnixTimestamp64Nano(min(start_time)) AS first_ns,
       toUnixTimestamp64Nano(max(start_time)) AS last_ns
     FROM failures FINAL WHERE ${filter.where} GROUP BY release ORDER BY last_ns DESC, release LIMIT 50`,
    filter.params,
    { settings },
  );
  return rows.map((row) => ({
    ...{ release: told(row.release), count: Number(row.n) },
    ...{ firstSeenAt: isoOfNs(row.first_ns), lastSeenAt: isoOfNs(row.last_ns) },
  }));
}
