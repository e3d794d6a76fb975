import type { Warehouse } from '../../../ports/warehouse.ts';
import { failureClass, type FailureClass } from './model/failure-class.ts';
import { type Locus, locusOf } from './model/locus.ts';
import { type ChangedForFailures, idsOf, mayFail, tracesOf } from './read-changed.ts';

export type Occurrence = {
  run: ChangedForFailures;
  spanId: string;
  teamId: string;
  bucket: number;
  startNs: bigint;
  class: FailureClass;
  locus: Locus;
  /** Of the error, else its type: what it is grouped by. '' = nothing was told. */
  message: string;
};

/** Steps of one run that are kept: a run that fails a thousand times is no thousand occurrences to look at. */
const mostOfRun = 50;

type StepRow = Record<'run_id' | 'trace_id' | 'span_id' | 'team_id' | 'start_ns', string> & { bucket_s: number };
type SpanRow = Record<'trace_id' | 'span_id' | 'team_id' | 'kind' | 'name' | 'tool', string> &
  Record<'model' | 'error_type' | 'message' | 'start_ns', string> & { refused: boolean; bucket_s: number };

/** The failures of these runs as their steps and spans are now. Runs without any cost nothing. */
export async function readFailing(
  warehouse: Warehouse,
  workspaceId: string,
  changed: readonly ChangedForFailures[],
): Promise<Occurrence[]> {
  const runs = changed.filter(mayFail);
  if (runs.length === 0) return [];
  const steps = await readSteps(warehouse, workspaceId, runs);
  const spans = await readSpans(warehouse, workspaceId, { runs, ids: steps.map((step) => step.span_id) });
  const spanOf = new Map(spans.map((span) => [keyOf(span), span]));
  const stepsOf = Map.groupBy(steps, (step) => step.run_id);
  return runs.flatMap((run) => {
    const failing = (stepsOf.get(run.run_id) ?? []).flatMap((step) => {
      const span = spanOf.get(keyOf(step));
      return span === undefined ? [] : [stepFailed(run, step, span)];
    });
    const rest = restOf(run, failing, spans);
    return rest === null ? failing : [...failing, rest];
  });
}

const keyOf = (row: Pick<StepRow, 'trace_id' | 'span_id' | 'team_id'>): string =>
  `${row.trace_id} ${row.span_id} ${row.team_id}`;

const stepFailed = (run: ChangedForFailures, step: StepRow, span: SpanRow): Occurrence => ({
  ...{ run, spanId: step.span_id, teamId: step.team_id, bucket: step.bucket_s, startNs: BigInt(step.start_ns) },
  class: failureClass({ ...span, errorType: span.error_type }),
  locus: locusOf(span),
  message: span.message || span.error_type,
});

/** Of a run that was refused, or failed, and no step of which says so: the refusing step, else the run itself. */
function restOf(run: ChangedForFailures, failing: readonly Occurrence[], spans: readonly SpanRow[]): Occurrence | null {
  const told = { run, message: '', teamId: run.team_id };
  if (run.refused && !failing.some((one) => one.class === 'refusal')) {
    const own = spans.filter((span) => span.refused && span.trace_id === run.trace_id && span.team_id === run.team_id);
    const by = own.findLast((span) => span.kind === 'llm' || span.kind === 'guardrail') ?? own.at(-1);
    if (by !== undefined && !failing.some((one) => one.spanId === by.span_id)) {
      const place = { spanId: by.span_id, bucket: by.bucket_s, startNs: BigInt(by.start_ns) };
      return { ...told, ...place, class: 'refusal', locus: locusOf(by) };
    }
  }
  if (run.outcome !== 'failed' || failing.length > 0) return null;
  const place = { spanId: run.span_id, bucket: run.bucket_s, startNs: BigInt(run.start_ns) };
  return {
    ...told,
    ...place,
    class: 'failed_outcome',
    locus: locusOf({ kind: '', tool: '', model: '', name: run.name }),
  };
}

const readSteps = (
  warehouse: Warehouse,
  workspaceId: string,
  runs: readonly ChangedForFailures[],
): Promise<StepRow[]> =>
  warehouse.query<StepRow>(
    `SELECT run_id, trace_id, span_id, team_id, bucket_s, start_ns FROM (
       SELECT run_id, trace_id, span_id, team_id, toUInt32(bucket) AS bucket_s,
         toUnixTimestamp64Nano(start_time) AS start_ns, counted, is_error
       FROM steps WHERE workspace_id = {workspace:String} AND ${tracesOf(runs)}
       ORDER BY version DESC LIMIT 1 BY bucket, trace_id, span_id, start_time, team_id)
     WHERE counted AND is_error AND run_id IN (${idsOf(runs.map((run) => run.run_id))})
     ORDER BY run_id, start_ns, span_id LIMIT ${mostOfRun} BY run_id`,
    { workspace: workspaceId },
  );

/** What these spans say, and those that refused: of a span that was sent again what was inserted last. */
async function readSpans(
  warehouse: Warehouse,
  workspaceId: string,
  { runs, ids }: { runs: readonly ChangedForFailures[]; ids: readonly string[] },
): Promise<SpanRow[]> {
  const wanted = ids.length === 0 ? 'refused' : `(refused OR span_id IN (${idsOf(ids)}))`;
  return warehouse
    .query<SpanRow>(
      `SELECT trace_id, span_id, team_id, kind, name, tool, if(model = '', request_model, model) AS model, refused,
       error_type, error_message AS message, toUInt32(bucket) AS bucket_s, toUnixTimestamp64Nano(start_time) AS start_ns
     FROM spans WHERE workspace_id = {workspace:String} AND ${tracesOf(runs)} AND ${wanted}
     ORDER BY ingested_at DESC LIMIT 1 BY trace_id, span_id, team_id`,
      { workspace: workspaceId },
    )
    .then((rows) => rows.toSorted((a, b) => (BigInt(a.start_ns) < BigInt(b.start_ns) ? -1 : 1)));
}
