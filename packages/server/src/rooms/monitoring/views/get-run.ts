import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run, RunPage, Score, Step } from '../contract.ts';
import { namesOf, type RunNames } from './rows/run-names.ts';
import { readTraceRows } from './read/few-rows.ts';
import { covers, type RunPlaces } from './read/run-places.ts';
import { type EarlyRows, fewSteps, readRunSteps } from './read/run-steps.ts';
import { readScores } from './read/scores.ts';
import type { StepPosition } from './read/spans.ts';
import { type VisibleRun, visibleRun } from './read/visible-run.ts';
import { runOf } from './rows/run-row.ts';
import { scoreOf, type ScoreRow } from './rows/score-row.ts';
import { type SpanRow, spanColumns, stepOf } from './rows/step-row.ts';
import { sees, seesTeam } from './sight.ts';

const pageLimit = 10_000;
const mostScores = 1_000;

/** `limit` = spans of the trace in one page, for tests; by default 10,000. `places`: what was shown of where runs lie. */
type RunInput = { id: string; after: StepPosition | null; limit?: number; places?: RunPlaces };

/** A run with its steps. Asked for by an id it no longer has, it answers under its present one. */
export async function getRun(
  ctx: Ctx,
  warehouse: Warehouse,
  input: RunInput,
): Promise<{
  run: Run;
  names: RunNames;
  steps: Step[];
  scores: Score[];
  may: RunPage['may'];
  next: StepPosition | null;
}> {
  authorize(ctx, 'run.read', 'anywhere');
  const place = input.places?.find(ctx.workspaceId, input.id, ctx.clock.now()) ?? null;
  const early = input.after === null ? askEarly(warehouse, place) : null;
  const found = await visibleRun(ctx, warehouse, input.id, place?.row);
  input.places?.note(ctx.workspaceId, found.row);
  const page = { columns: spanColumns, after: input.after, limit: input.limit ?? pageLimit };
  const [{ entries, others, next }, scores] = await Promise.all([
    readRunSteps<SpanRow>(warehouse, found, page, early),
    input.after === null ? scoresOf(warehouse, found, early) : Promise.resolve([]),
  ]);
  const runStartNs = BigInt(found.row.start_ns);
  return {
    run: runOf(found.row, found.readable),
    names: namesOf(
      found.row,
      entries.map(({ span }) => span),
    ),
    steps: entries.map(({ span, step }) =>
      stepOf(span, step, { runStartNs, readable: seesTeam(found.sight.content, span.team_id) }),
    ),
    scores: scores
      .filter(({ team_id: teamId }) => seesTeam(found.sight.runs, teamId))
      .filter(({ span_id: spanId }) => spanId === '' || !others.has(spanId))
      .slice(0, mostScores)
      .map((row) => scoreOf(row, seesTeam(found.sight.content, row.team_id))),
    may: {
      readContent: found.readable,
      exportContent: found.readable && sees(visiblePlaces(ctx.actor, 'content.export'), found.row),
    },
    next,
  };
}

type Early = EarlyRows<SpanRow> & { conversation: string; scores: Promise<ScoreRow[]> };

/** Asks beside the run's row for what will be needed, where it was shown before; null where it was not. */
function askEarly(warehouse: Warehouse, place: ReturnType<RunPlaces['find']>): Early | null {
  if (place === null || Number(place.row.steps) > fewSteps) return null;
  const { window } = place;
  const conversation = place.row.conversation_id;
  const rows = readTraceRows<SpanRow>(warehouse, window, spanColumns);
  const scores = readScores(warehouse, window, conversation);
  // Where the run is not to be seen after all, nobody waits for these.
  for (const asked of [rows, scores]) asked.catch(() => {});
  return { window, rows, conversation, scores };
}

const scoresOf = (warehouse: Warehouse, { row, window }: VisibleRun, early: Early | null): Promise<ScoreRow[]> =>
  early !== null && covers(early.window, window) && early.conversation === row.conversation_id
    ? early.scores
    : readScores(warehouse, window, row.conversation_id);
