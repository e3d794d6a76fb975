import type { Run } from '../../contract.ts';
import { isoOfNs, msOfNs } from './time.ts';
import { type TokenColumns, tokenColumns, tokensOf } from './tokens.ts';

/** A row of `runs` as `runColumns` selects it. '' = not told. */
export type RunRow = TokenColumns & {
  run_id: string;
  trace_id: string;
  span_id: string;
  team_id: string;
  version: string;
  is_deleted: number;
  redirect_to: string;
  state: Run['state'];
  name: string;
  agent: string;
  agents: string[];
  service: string;
  release: string;
  environment: string;
  bound: boolean;
  conversation_id: string;
  user_id: string;
  bucket_s: number;
  first_bucket_s: number;
  start_ns: string;
  last_end_ns: string;
  duration_ns: string | null;
  outcome: Run['outcome']['value'];
  outcome_source: NonNullable<Run['outcome']['source']> | '';
  refused: boolean;
  errors: number;
  steps: number;
  invocations: number;
  model_calls: number;
  tool_calls: number;
  cost_nano_usd: string | null;
  cost_computed_nano_usd: string | null;
  uncosted_calls: number;
  models: string[];
  tools: string[];
  tags: string[];
  prompt_name: string;
  prompt_version: string;
  input_preview: string;
  output_preview: string;
  marks: string[];
};

/** New names for what is converted: an alias that equals a column would replace the column in WHERE too. */
export const runColumns = `run_id, trace_id, span_id, team_id, version, is_deleted, redirect_to, state, name, agent, agents,
  service, release, environment, bound, conversation_id, user_id, toUInt32(bucket) AS bucket_s,
  toUInt32(first_bucket) AS first_bucket_s, toUnixTimestamp64Nano(start_time) AS start_ns,
  toUnixTimestamp64Nano(last_end) AS last_end_ns, duration_ns, outcome, outcome_source, refused, errors, steps, invocations,
  model_calls, tool_calls, ${tokenColumns}, cost_nano_usd, cost_computed_nano_usd, uncosted_calls, models, tools, tags, prompt_name, prompt_version,
  input_preview, output_preview, marks`;

/** @param readable whether the reader may see text of this run's team. */
export function runOf(row: RunRow, readable: boolean): Run {
  return {
    id: row.run_id,
    traceId: row.trace_id,
    topSpanId: row.span_id,
    teamId: row.team_id,
    name: row.name,
    agent: row.agent,
    agents: row.agents,
    service: row.service,
    release: told(row.release),
    environment: told(row.environment),
    conversation: told(row.conversation_id),
    user: told(row.user_id),
    state: row.state,
    startedAt: isoOfNs(row.start_ns),
    durationMs: msOfNs(row.duration_ns),
    outcome: {
      value: row.outcome,
      source: row.outcome_source === '' ? null : row.outcome_source,
      refused: row.refused,
    },
    errors: row.errors,
    steps: row.steps,
    invocations: row.invocations,
    modelCalls: row.model_calls,
    toolCalls: row.tool_calls,
    tokens: tokensOf(row),
    costUsd: usdOf(row.cost_nano_usd),
    costComputedUsd: usdOf(row.cost_computed_nano_usd),
    costUnknownCalls: row.uncosted_calls,
    models: row.models,
    tools: row.tools,
    tags: row.tags,
    promptName: told(row.prompt_name),
    promptVersion: told(row.prompt_version),
    inputPreview: readable ? told(row.input_preview) : null,
    outputPreview: readable ? told(row.output_preview) : null,
    marks: row.marks,
    version: row.version,
  };
}

const usdOf = (nano: string | null): number | null => (nano === null ? null : Number(nano) / 1e9);

export const told = (value: string): string | null => (value === '' ? null : value);
