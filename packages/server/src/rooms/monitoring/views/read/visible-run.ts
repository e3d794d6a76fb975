import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { RunRow } from '../rows/run-row.ts';
import { sees, sightOf, type Teams, teamsWithin } from '../sight.ts';
import { provisionalRun } from './provisional-run.ts';
import { readRun } from './run.ts';
import { type TraceWindow, windowOf } from './window.ts';

/** A run that this reader may see, with the bounds in which all of it lies. `sight`: whose rows and whose text, within this run. */
export type VisibleRun = {
  row: RunRow;
  window: TraceWindow;
  sight: { runs: Teams; content: Teams };
  readable: boolean;
};

/** @param known as it was last seen. Throws `monitoring.run_not_found`, the same for a run that is not there and one that is another team's. */
export async function visibleRun(
  ctx: Ctx,
  warehouse: Warehouse,
  id: string,
  known: RunRow | null = null,
): Promise<VisibleRun> {
  const sight = sightOf(ctx);
  const { workspaceId } = ctx;
  const row =
    (await readRun(warehouse, { workspaceId, id, known })) ?? (await provisionalRun(warehouse, workspaceId, id));
  if (row === null || !sees(sight.runs, row)) throw new AppError('monitoring.run_not_found');
  return {
    row,
    window: windowOf(ctx.workspaceId, row, ctx.clock.now()),
    sight: { runs: teamsWithin(sight.runs, row), content: teamsWithin(sight.content, row) },
    readable: sees(sight.content, row),
  };
}
