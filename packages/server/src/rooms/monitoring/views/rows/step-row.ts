import type { Step, StepKind } from '../../contract.ts';
import { told } from './run-row.ts';
import { isoOfNs, msOfNs } from './time.ts';
import { tellsTokens, type TokenColumns, tokenColumns, tokensOf } from './tokens.ts';

/** What places a span: enough for a transcript. */
export type SpanCore = {
  span_id: string;
  parent_span_id: string;
  team_id: string;
  start_ns: string;
  kind: StepKind;
  agent: string;
};

/** A span as sent, in the columns of one line of the run page. */
export type SpanRow = SpanCore &
  TokenColumns & {
    name: string;
    duration_ns: string | null;
    status: 0 | 1 | 2;
    failed: boolean;
    error_type: string;
    error_message: string;
    provider: string;
    model: string;
    tool: string;
    prompt_name: string;
    prompt_version: string;
    usage_scope: string;
    finish_reason: string;
    input_preview: string;
    output_preview: string;
    marks: string[];
  };

/** What the rebuild says of a span. */
export type StepRow = TokenColumns & {
  span_id: string;
  run_id: string;
  agent: string;
  is_error: boolean;
  counts_call: boolean;
};

export const spanCoreColumns = `span_id, parent_span_id, team_id, toUnixTimestamp64Nano(start_time) AS start_ns, kind, agent`;

export const spanColumns = `${spanCoreColumns}, name, duration_ns, status, failed, error_type, error_message, provider, model,
  tool, prompt_name, prompt_version, ${tokenColumns}, usage_scope, finish_reason, input_preview, output_preview, marks`;

export const stepColumns = `span_id, run_id, agent, is_error, counts_call, ${tokenColumns}`;

const statuses = ['unset', 'ok', 'error'] as const;

/** Where and for whom a step is shown. `runStartNs`: Unix nanoseconds. */
type StepFrame = { runStartNs: bigint; readable: boolean };

/** @param step null where the rebuild has not seen the span yet: then the span speaks for itself. */
export function stepOf(span: SpanRow, step: StepRow | null, frame: StepFrame): Step {
  const counts = step === null ? span.usage_scope === 'self' : step.counts_call || tellsTokens(step);
  const text = (value: string): string | null => (frame.readable ? told(value) : null);
  return {
    spanId: span.span_id,
    parentSpanId: told(span.parent_span_id),
    name: span.name,
    kind: span.kind,
    agent: step?.agent ?? span.agent,
    startedAt: isoOfNs(span.start_ns),
    offsetMs: Number(BigInt(span.start_ns) - frame.runStartNs) / 1e6,
    durationMs: msOfNs(span.duration_ns),
    status: statuses[span.status],
    isError: step?.is_error ?? span.failed,
    errorType: told(span.error_type),
    // Messages of errors quote what was asked and answered, so they are text like any other.
    errorMessage: text(span.error_message),
    provider: told(span.provider),
    model: told(span.model),
    tool: told(span.tool),
    tokens: tokensOf(step !== null && tellsTokens(step) ? step : span),
    countsTokens: counts,
    finishReason: told(span.finish_reason),
    inputPreview: text(span.input_preview),
    outputPreview: text(span.output_preview),
    marks: span.marks,
  };
}
