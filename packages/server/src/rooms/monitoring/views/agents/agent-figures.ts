import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { AgentFigures } from '../../contract-figures.ts';
import { isoOfSeconds } from '../rows/time.ts';
import { rangeOf } from '../totals/range.ts';
import { splitRange } from '../totals/tiers.ts';
import { type AgentStores, askFigures, askSeries } from './ask.ts';
import { pointsOf } from './points.ts';
import { figuresOf } from './row.ts';

/** Times in ISO 8601; the minutes that they cut count whole. Left out = of all teams, environments, releases; not split. */
export type AgentFiguresQuery = {
  from: string;
  to: string;
  teamId?: string;
  /** The name that it works under in the telemetry. */
  agent?: string;
  environment?: string;
  release?: string;
  by?: 'release' | 'environment';
};

/** `points`: where the 24 points of each series lie; the last is the one that `to` falls into. */
export type AgentFiguresFound = { items: AgentFigures[]; points: { start: string; seconds: number } };

/** Figures of every visible agent that worked within the range, by team and agent, and by release or environment if asked. */
export async function agentFigures(
  ctx: Ctx,
  stores: AgentStores,
  query: AgentFiguresQuery,
): Promise<AgentFiguresFound> {
  authorize(ctx, 'totals.read', 'anywhere');
  const { from, to, by = null, ...filters } = query;
  const scope = { workspaceId: ctx.workspaceId, places: visiblePlaces(ctx.actor, 'totals.read'), by, ...filters };
  const range = rangeOf({ from, to });
  const open = stores.rollups.openMinutes(ctx.workspaceId);
  const points = pointsOf(range);
  const [rows, series] = await Promise.all([
    askFigures(stores, scope, splitRange(range, open)),
    askSeries(stores, scope, { ...points, split: splitRange({ low: points.start, high: range.high }, open) }),
  ]);
  return {
    items: figuresOf(rows, series, points),
    points: { start: isoOfSeconds(points.start), seconds: points.step },
  };
}
