import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { AgentFigures } from '../../contract-figures.ts';
import { rangeOf } from '../totals/range.ts';
import { splitRange } from '../totals/tiers.ts';
import { type AgentStores, askFigures } from './ask.ts';
import { figuresOf } from './row.ts';

/** What one release of an agent did in one environment between two moments (ISO 8601; the minutes that they cut count whole). */
export type ReleaseWindow = {
  from: string;
  to: string;
  teamId: string;
  agent: string;
  environment: string;
  /** As telemetry names it: the digest. */
  release: string;
};

/** Figures of each window, without series, in the order asked for; null = nothing was seen there. At most some dozens: a query each. */
export async function releaseFigures(
  ctx: Ctx,
  stores: AgentStores,
  windows: readonly ReleaseWindow[],
): Promise<(Omit<AgentFigures, 'series'> | null)[]> {
  authorize(ctx, 'totals.read', 'anywhere');
  const places = visiblePlaces(ctx.actor, 'totals.read');
  const open = stores.rollups.openMinutes(ctx.workspaceId);
  const found: (AgentFigures | null)[] = [];
  for (const { from, to, ...filters } of windows) {
    const scope = { workspaceId: ctx.workspaceId, places, by: null, ...filters };
    const rows = await askFigures(stores, scope, splitRange(rangeOf({ from, to }), open));
    found.push(figuresOf(rows, [], { start: 0, step: 60, count: 0 })[0] ?? null);
  }
  return found.map((one) => {
    if (one === null) return null;
    const { series: _, ...figures } = one;
    return figures;
  });
}
