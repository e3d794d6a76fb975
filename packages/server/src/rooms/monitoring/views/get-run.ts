import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run, RunPage, Score, Step } from '../contract.ts';
import { readRunSteps } from './read/run-steps.ts';
import { readScores } from './read/scores.ts';
import type { StepPosition } from './read/spans.ts';
import { visibleRun } from './read/visible-run.ts';
import { runOf } from './rows/run-row.ts';
import { scoreOf } from './rows/score-row.ts';
import { type SpanRow, spanColumns, stepOf } from './rows/step-row.ts';
import { sees, seesTeam } from './sight.ts';

const pageLimit = 10_000;

/** `limit` = spans of the trace in one page, for tests; by default 10,000. */
type RunInput = { id: string; after: StepPosition | null; limit?: number };

/** A run with its steps. Asked for by an id it no longer has, it answers under its present one. */
export async function getRun(
  ctx: Ctx,
  warehouse: Warehouse,
  input: RunInput,
): Promise<{ run: Run; steps: Step[]; scores: Score[]; may: RunPage['may']; next: StepPosition | null }> {
  authorize(ctx, 'run.read', 'anywhere');
  const found = await visibleRun(ctx, warehouse, input.id);
  const page = { columns: spanColumns, after: input.after, limit: input.limit ?? pageLimit };
  const { run_id: runId, conversation_id: conversation } = found.row;
  const [{ entries, next }, scores] = await Promise.all([
    readRunSteps<SpanRow>(warehouse, found, page),
    input.after === null
      ? readScores(warehouse, found.window, { runId, conversation, teams: found.sight.runs })
      : Promise.resolve([]),
  ]);
  const runStartNs = BigInt(found.row.start_ns);
  return {
    run: runOf(found.row, found.readable),
    steps: entries.map(({ span, step }) =>
      stepOf(span, step, { runStartNs, readable: seesTeam(found.sight.content, span.team_id) }),
    ),
    scores: scores.map((row) => scoreOf(row, seesTeam(found.sight.content, row.team_id))),
    may: {
      readContent: found.readable,
      exportContent: found.readable && sees(visiblePlaces(ctx.actor, 'content.export'), found.row),
    },
    next,
  };
}
