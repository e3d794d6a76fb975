import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { AgentFigures } from '../../contract-figures.ts';
import type { Rollups } from '../totals/get-totals.ts';
import { rangeOf } from '../totals/range.ts';
import { splitRange } from '../totals/tiers.ts';
import { askFigures } from './ask.ts';
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
  { warehouse, rollups }: { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes'> },
  windows: readonly ReleaseWindow[],
): Promise<(Omit<AgentFigures, 'series'> | null)[]> {
  authorize(ctx, 'totals.read', 'anywhere');
  const places = visiblePlaces(ctx.actor, 'totals.read');
  const open = rollups.openMinutes(ctx.workspaceId);
  const found: (AgentFigures | null)[] = [];
  for (const { from, to, ...filters } of windows) {
    const scope = { workspaceId: ctx.workspaceId, places, by: null, ...filters };
    const rows = await askFigures(warehouse, scope, splitRange(rangeOf({ from, to }), open));
    found.push(figuresOf(rows, [], { start: 0, step: 60, count: 0 })[0] ?? null);
  }
  return found.map((one) => {
    if (one === null) return null;
    const { series: _, ...figures } = one;
    return figures;
  });
}
