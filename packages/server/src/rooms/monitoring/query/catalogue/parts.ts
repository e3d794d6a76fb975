import { isUncosted } from '../../rebuild/metrics-sql.ts';

/** Which rows hold a part: those of the two families of rollups, or of one table. `run_totals`: runs with all below them. */
export type Rows = 'agents' | 'metrics' | 'invocations' | 'steps' | 'runs' | 'run_totals' | 'scores';

/**
 * What measures are made of, so that it adds up over rows `x` of any mixture of tables: sums, of which those over null alone
 * stay null; histograms of microseconds, eight buckets to the doubling; sets of names.
 */
export type Part = { fold: 'sum' | 'histogram' | 'set' } & { [rows in Rows]?: string };

const sum = (of: Omit<Part, 'fold'>): Part => ({ fold: 'sum', ...of });
const everywhere = (expression: string) => ({
  ...{ agents: expression, invocations: expression, run_totals: expression },
});
const when = (condition: string): string => `toUInt64(${condition})`;

const outcomes = ['completed', 'failed', 'passed_to_person', 'abandoned'] as const;
const isKnown = `x.outcome IN (${outcomes.map((name) => `'${name}'`).join(', ')})`;
const outcome = (name: string): Part => sum({ agents: `x.${name}`, invocations: when(`x.outcome = '${name}'`) });

/** Metrics keep 0 for unknown. Tokens are known where some call must have told them, or where there are some. */
const told = (column: string): string =>
  `if(x.calls > x.unknown_calls + x.errors OR x.${column} > 0, x.${column}, NULL)`;
const tokens = (column: string, metrics: string): Part =>
  sum({ ...everywhere(`x.${column}`), steps: `x.${column}`, metrics });

const histogram = (column: string): string =>
  `if(isNull(x.${column}), CAST(map(), 'Map(UInt16, UInt64)'), map(toUInt16(floor(log2(greatest(intDiv(ifNull(x.${column}, 0), 1000), 1)) * 8)), toUInt64(1)))`;
const named = (column: string): string => `if(x.${column} = '', [], [x.${column}])`;

export const parts = {
  invocations: sum({ agents: 'x.invocations', invocations: 'toUInt64(1)' }),
  runs: sum({ agents: 'x.top_level', invocations: when('x.is_top'), runs: 'toUInt64(1)' }),
  completed: outcome('completed'),
  failed: outcome('failed'),
  passed: outcome('passed_to_person'),
  abandoned: outcome('abandoned'),
  unknown: outcome('unknown'),
  known: sum({ agents: outcomes.map((name) => `x.${name}`).join(' + '), invocations: when(isKnown) }),
  inferred: sum({
    agents: outcomes.map((name) => `x.${name}_inferred`).join(' + '),
    invocations: when(`${isKnown} AND x.outcome_source = 'inferred'`),
  }),
  refused: sum({ agents: 'x.refused', invocations: when('x.refused') }),
  duration: { fold: 'histogram', agents: 'x.duration_hist', invocations: histogram('duration_ns') },
  duration_ns: sum({ agents: 'x.duration_ns', invocations: 'ifNull(x.duration_ns, 0)' }),
  duration_known: sum({ agents: 'x.duration_known', invocations: when('x.duration_ns IS NOT NULL') }),

  steps: sum({ metrics: 'x.spans', steps: 'toUInt64(1)', run_totals: 'toUInt64(x.steps)' }),
  errors: sum({ ...everywhere('toUInt64(x.errors)'), metrics: 'x.errors', steps: when('x.is_error') }),
  model_calls: sum({ ...everywhere('toUInt64(x.model_calls)'), metrics: 'x.calls', steps: when('x.counts_call') }),
  tool_calls: sum(everywhere('toUInt64(x.tool_calls)')),
  tool_steps: sum({ metrics: "if(x.kind = 'tool', x.spans, 0)", steps: when("x.kind = 'tool'") }),
  unknown_calls: sum({
    ...everywhere('toUInt64(x.unknown_calls)'),
    metrics: 'x.unknown_calls',
    steps: when('x.counts_call AND x.input_tokens IS NULL AND NOT x.is_error'),
  }),
  uncosted_calls: sum({
    ...everywhere('toUInt64(x.uncosted_calls)'),
    metrics: 'x.uncosted_calls',
    steps: when(isUncosted.replaceAll('s.', 'x.')),
  }),
  input_tokens: tokens('input_tokens', told('input_tokens')),
  output_tokens: tokens('output_tokens', told('output_tokens')),
  cache_read_tokens: tokens('cache_read_tokens', 'nullIf(x.cache_read_tokens, 0)'),
  cache_write_tokens: tokens('cache_write_tokens', 'nullIf(x.cache_write_tokens, 0)'),
  reasoning_tokens: tokens('reasoning_tokens', 'nullIf(x.reasoning_tokens, 0)'),
  cost: sum({
    ...everywhere('x.cost_nano_usd'),
    metrics: 'if(x.cost_known > 0, x.cost_nano_usd, NULL)',
    steps: 'x.cost_nano_usd',
  }),
  computed_cost: sum({
    ...everywhere('x.cost_computed_nano_usd'),
    metrics: 'nullIf(x.cost_computed_nano_usd, 0)',
    steps: "if(x.cost_source = 'computed', x.cost_nano_usd, NULL)",
  }),
  step_duration: { fold: 'histogram', metrics: 'x.duration_hist', steps: histogram('duration_ns') },
  first_token: { fold: 'histogram', metrics: 'x.ttft_hist', steps: histogram('ttft_ns') },

  run_steps: sum({ runs: 'toUInt64(x.steps)' }),
  run_model_calls: sum({ runs: 'toUInt64(x.model_calls)' }),
  run_tool_calls: sum({ runs: 'toUInt64(x.tool_calls)' }),
  run_invocations: sum({ runs: 'toUInt64(x.invocations)' }),
  run_rows: sum({ runs: 'toUInt64(1)' }),
  run_cost: sum({ runs: 'x.cost_nano_usd' }),
  run_completed: sum({ runs: when("x.outcome = 'completed'") }),
  conversations: { fold: 'set', runs: named('conversation_id') },
  users: { fold: 'set', runs: named('user_id') },

  scores: sum({ scores: 'toUInt64(1)' }),
  score_sum: sum({ scores: 'x.number' }),
  score_numbers: sum({ scores: when('x.number IS NOT NULL') }),
  feedback: sum({ scores: when("x.source = 'feedback'") }),
  feedback_sum: sum({ scores: "if(x.source = 'feedback', x.number, NULL)" }),
  feedback_numbers: sum({ scores: when("x.source = 'feedback' AND x.number IS NOT NULL") }),
} as const satisfies Record<string, Part>;

export type PartId = keyof typeof parts;
export const partOf = (id: PartId): Part => parts[id];
