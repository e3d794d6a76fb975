import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run, Step } from '../contract.ts';
import { readRunSteps } from './read/run-steps.ts';
import type { StepPosition } from './read/spans.ts';
import { visibleRun } from './read/visible-run.ts';
import { runOf } from './rows/run-row.ts';
import { type SpanRow, spanColumns, stepOf } from './rows/step-row.ts';
import { seesTeam } from './sight.ts';

const pageLimit = 10_000;

/** `limit` = spans of the trace in one page, for tests; by default 10,000. */
type RunInput = { id: string; after: StepPosition | null; limit?: number };

/** A run with its steps. Asked for by an id it no longer has, it answers under its present one. */
export async function getRun(
  ctx: Ctx,
  warehouse: Warehouse,
  input: RunInput,
): Promise<{ run: Run; steps: Step[]; next: StepPosition | null }> {
  authorize(ctx, 'run.read', 'anywhere');
  const found = await visibleRun(ctx, warehouse, input.id);
  const page = { columns: spanColumns, after: input.after, limit: input.limit ?? pageLimit };
  const { entries, next } = await readRunSteps<SpanRow>(warehouse, found, page);
  const runStartNs = BigInt(found.row.start_ns);
  return {
    run: runOf(found.row, found.readable),
    steps: entries.map(({ span, step }) =>
      stepOf(span, step, { runStartNs, readable: seesTeam(found.sight.content, span.team_id) }),
    ),
    next,
  };
}
