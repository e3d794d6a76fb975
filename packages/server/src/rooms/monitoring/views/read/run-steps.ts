import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { SpanCore, StepRow } from '../rows/step-row.ts';
import { readTraceRows, spansOf, stepsOf, type TraceRows } from './few-rows.ts';
import { covers } from './run-places.ts';
import { readSpans, type StepPosition } from './spans.ts';
import { readSteps } from './steps.ts';
import type { VisibleRun } from './visible-run.ts';
import type { TraceWindow } from './window.ts';

/** A span of the run, with what the rebuild says of it; null while it has just arrived. */
export type Entry<Span extends SpanCore> = { span: Span; step: StepRow | null };

/** `limit` counts spans of the trace, so a page of a trace with several runs may hold fewer and still have a next one. */
type StepPage = { columns: string; after: StepPosition | null; limit: number };

/** With `others`: ids of spans that belong to other runs of the trace, of those read. */
export type RunSteps<Span extends SpanCore> = {
  entries: Entry<Span>[];
  others: ReadonlySet<string>;
  next: StepPosition | null;
};

/** A trace with more steps is read in pages that the warehouse cuts. */
export const fewSteps = 2_000;

/** Rows that were asked for before the run's row was known, and where. */
export type EarlyRows<Span> = { window: TraceWindow; rows: Promise<TraceRows<Span> | null> };

/** The steps of a run in order of start and span id. */
export async function readRunSteps<Span extends SpanCore>(
  warehouse: Warehouse,
  run: VisibleRun,
  page: StepPage,
  early: EarlyRows<Span> | null = null,
): Promise<RunSteps<Span>> {
  const { row, window, sight } = run;
  const isShort = page.after === null && Number(row.steps) <= Math.min(fewSteps, page.limit);
  const isHere = early !== null && covers(early.window, window);
  const few = isShort ? await (isHere ? early.rows : readTraceRows<Span>(warehouse, window, page.columns)) : null;
  const [spans, steps] =
    few === null
      ? await readPage<Span>(warehouse, run, page)
      : [spansOf(few.spans, sight.runs), stepsOf(few.steps, sight.runs)];
  const shown = spans.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    entries: entriesOf(shown, steps, row.run_id),
    others: new Set([...steps.values()].filter((step) => step.run_id !== row.run_id).map((step) => step.span_id)),
    next: spans.length > page.limit && last !== undefined ? [last.start_ns, last.span_id] : null,
  };
}

const readPage = <Span extends SpanCore>(
  warehouse: Warehouse,
  { window, sight }: VisibleRun,
  page: StepPage,
): Promise<[Span[], Map<string, StepRow>]> =>
  Promise.all([
    readSpans<Span>(warehouse, window, { ...page, teams: sight.runs, limit: page.limit + 1 }),
    // Steps whose spans are gone already must not push out those of the spans shown.
    readSteps(warehouse, window, { teams: sight.runs, fromNs: page.after?.[0] ?? null, limit: 2 * page.limit + 2 }),
  ]);

/**
 * Which spans of a trace are this run's. A span that the rebuild has not placed yet goes with its parent; with no parent
 * here it is shown only where the trace has no other run.
 */
export function entriesOf<Span extends SpanCore>(
  spans: readonly Span[],
  steps: ReadonlyMap<string, StepRow>,
  runId: string,
): Entry<Span>[] {
  const alone = [...steps.values()].every((step) => step.run_id === runId);
  const parents = new Map(spans.map((span) => [span.span_id, span.parent_span_id]));
  const verdicts = new Map<string, boolean>();
  const belongs = (id: string): boolean => {
    const path: string[] = [];
    let verdict: boolean | undefined;
    for (let at = id; verdict === undefined; at = parents.get(at) ?? '') {
      verdict = verdicts.get(at);
      const placed = steps.get(at);
      if (verdict === undefined && placed !== undefined) verdict = placed.run_id === runId;
      if (verdict === undefined && (!parents.has(at) || path.includes(at))) verdict = alone;
      path.push(at);
    }
    for (const at of path) verdicts.set(at, verdict);
    return verdict;
  };
  return spans.filter((span) => belongs(span.span_id)).map((span) => ({ span, step: steps.get(span.span_id) ?? null }));
}
