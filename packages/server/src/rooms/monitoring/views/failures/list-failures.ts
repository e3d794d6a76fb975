import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Failure, FailureListQuery } from '../../contract-failures.ts';
import { readStates } from '../../failures/read-states.ts';
import { readGroups } from '../../failures/said.ts';
import { pointsOf } from '../agents/points.ts';
import type { AgentTold } from '../rows/agents-told.ts';
import { sees, sightOf } from '../sight.ts';
import { lastDays, rangeOf } from '../totals/range.ts';
import { failureOf, placeOf } from './failure-of.ts';
import { type FailurePosition, readFigures, readHistory, readPoints, valueOf } from './figures.ts';
import { failureFilter, settings, visibleFailures, withIds } from './filter.ts';
import { idsIn } from './ids-in.ts';

/** `agents`: whose texts it holds. */
type FailuresFound = { items: Failure[]; agents: AgentTold[]; next: FailurePosition | null };

/** Groups with occurrences in visible runs within the range (by default the last 30 days); figures are of those that fit the query. */
export async function listFailures(
  ctx: Ctx,
  warehouse: Warehouse,
  { query, after }: { query: FailureListQuery; after: FailurePosition | null },
): Promise<FailuresFound> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const now = ctx.clock.now();
  const range = rangeOf(lastDays(30, query, now));
  const seen = visibleFailures(ctx.workspaceId, sight.runs);
  const named = failureFilter(seen, range, query);
  const filter = query.state === undefined ? named : withIds(named, await idsIn(ctx, query.state));
  const rows = await readFigures(warehouse, filter, { sort: query.sort, after, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const ids = shown.map((row) => row.failure_id);
  const [groups, states, history, points] = await Promise.all([
    readGroups(ctx.state.db, ctx.workspaceId, ids),
    readStates(ctx.state.db, ctx.workspaceId, ids),
    readHistory(warehouse, withIds(seen, { in: ids })),
    readPoints(warehouse, withIds(named, { in: ids }), pointsOf(range)),
  ]);
  const items: Failure[] = [];
  const agents: AgentTold[] = [];
  for (const figures of shown) {
    const [group, own] = [groups.get(figures.failure_id), history.get(figures.failure_id)];
    // Forgotten this very moment, or written by a turn that has not ended.
    if (group === undefined || own === undefined) continue;
    const readable = sees(sight.content, placeOf(group));
    const parts = { group, figures, history: own, state: states.get(group.id), points: points.get(group.id) ?? none };
    items.push(failureOf(parts, readable, now));
    if (readable) agents.push({ teamId: group.team_id, agent: group.agent });
  }
  const last = shown.at(-1);
  const next = rows.length > query.limit && last !== undefined ? last : null;
  return { items, agents, next: next === null ? null : [valueOf(next, query.sort), next.failure_id] };
}

const none = Array.from({ length: 24 }, () => 0);

/** What failures can be filtered by, of all that is kept and seen. */
export async function failureFacets(ctx: Ctx, warehouse: Warehouse): Promise<{ agents: string[]; releases: string[] }> {
  authorize(ctx, 'run.read', 'anywhere');
  const { where, params } = visibleFailures(ctx.workspaceId, sightOf(ctx).runs);
  const [row] = await warehouse.query<{ agents: string[]; releases: string[] }>(
    `SELECT arraySort(groupUniqArrayIf(200)(agent, agent != '')) AS agents,
       arrayReverseSort(groupUniqArrayIf(200)(release, release != '')) AS releases FROM failures FINAL WHERE ${where}`,
    params,
    { settings },
  );
  return row ?? { agents: [], releases: [] };
}
