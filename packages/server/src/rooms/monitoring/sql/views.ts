/** One documented column. `sql`: from a row `t` of the stored table. `content`: only with the right content.read, null elsewhere. */
export type ViewColumn = { name: string; type: string; sql: string; about: string; content?: true };

/**
 * What a statement may read, by the name people write. `by`: how a row says where it belongs. `time`: the column whose bounds are
 * looked for in the statement, and what they bound in the stored table.
 */
export type View = {
  name: string;
  about: string;
  stored: string;
  where: string;
  by: 'place' | 'team';
  time: { column: string; sql: string };
  columns: readonly ViewColumn[];
};

const plain = (name: string, type: string, about: string, sql = `t.${name}`): ViewColumn => ({
  name,
  type,
  sql,
  about,
});
/** '' is stored for what was not told. */
const told = (name: string, about: string, stored = name): ViewColumn =>
  plain(name, 'Nullable(String)', about, `nullIf(toString(t.${stored}), '')`);
const text = (name: string, about: string): ViewColumn => plain(name, 'String', about, `toString(t.${name})`);
const texts = (name: string, about: string): ViewColumn =>
  plain(name, 'Array(String)', about, `CAST(t.${name}, 'Array(String)')`);
const said = (name: string, about: string): ViewColumn => ({ ...told(name, about), content: true });
const count = (name: string, about: string, stored = name): ViewColumn =>
  plain(name, 'UInt64', about, `toUInt64(t.${stored})`);
const milliseconds = (name: string, about: string, stored: string): ViewColumn =>
  plain(name, 'Nullable(Float64)', about, `t.${stored} / 1e6`);
const usd = (name: string, about: string, stored: string): ViewColumn =>
  plain(name, 'Nullable(Float64)', about, `t.${stored} / 1e9`);

const startedAt = plain('started_at', "DateTime64(3, 'UTC')", 'When it began.', "toDateTime64(t.start_time, 3, 'UTC')");
const tokens = (['input', 'output', 'cache_read', 'cache_write', 'reasoning'] as const).map((kind) =>
  plain(`${kind}_tokens`, 'Nullable(UInt32)', `Tokens: ${kind.replace('_', ' ')}; null = unknown.`),
);
const outcome = [
  text('outcome', 'completed, failed, passed_to_person, abandoned or unknown.'),
  told('outcome_source', 'Who said so: person, evaluated, declared, inferred.'),
  plain('refused', 'Bool', 'The model refused.'),
];
const place = [
  text('team_id', 'Team that sent it.'),
  text('agent', 'Agent, by the name it goes by.'),
  told('release', 'Release it ran on; null = unknown.'),
  told('environment', 'As it was told.'),
];
const costs = [usd('cost_usd', 'Cost, USD; null = unknown.', 'cost_nano_usd')];

const runs: View = {
  name: 'runs',
  about: 'A row a run: the top invocation of an agent with all under it.',
  stored: 'runs',
  where: 't.is_deleted = 0',
  by: 'place',
  time: { column: 'started_at', sql: 't.bucket' },
  columns: [
    plain('run_id', 'String', 'As in its address.'),
    plain('trace_id', 'String', 'Of the trace it is in.'),
    ...place,
    plain('name', 'String', 'Name of its top span.'),
    texts('agents', 'All agents at work in it.'),
    told('conversation_id', 'Conversation it belongs to.'),
    told('user_id', 'As it was told.'),
    text('state', 'running, settled or unfinished.'),
    startedAt,
    milliseconds('duration_ms', 'Milliseconds; null = it has not ended.', 'duration_ns'),
    ...outcome,
    count('errors', 'Steps that failed.'),
    count('steps', 'Steps in it.'),
    count('invocations', 'Invocations in it.'),
    count('model_calls', 'Calls of models.'),
    count('tool_calls', 'Calls of tools.'),
    ...tokens,
    count('unknown_calls', 'Model calls that told no tokens.'),
    ...costs,
    usd('cost_computed_usd', 'The part of it that was computed from prices.', 'cost_computed_nano_usd'),
    count('uncosted_calls', 'Model calls of unknown cost.'),
    texts('models', 'Models asked.'),
    texts('tools', 'Tools called.'),
    texts('tags', 'Tags.'),
    told('prompt_name', 'Prompt of its top invocation.'),
    told('prompt_version', 'And its version.'),
    said('input_preview', 'First lines of what it was asked.'),
    said('output_preview', 'First lines of what it answered.'),
  ],
};

const invocations: View = {
  name: 'invocations',
  about: 'A row an agent span: the unit that agents are counted by.',
  stored: 'invocations',
  where: 't.is_deleted = 0',
  by: 'place',
  time: { column: 'started_at', sql: 't.bucket' },
  columns: [
    plain('invocation_id', 'String', 'Id of its span.', 't.span_id'),
    told('parent_invocation_id', 'Invocation that delegated to it.'),
    plain('run_id', 'String', 'Run it belongs to.'),
    plain('trace_id', 'String', 'Trace it is in.'),
    ...place,
    plain('is_top', 'Bool', 'It is the run’s own.'),
    startedAt,
    milliseconds('duration_ms', 'Milliseconds; null = it has not ended.', 'duration_ns'),
    ...outcome,
    count('errors', 'Steps that failed.'),
    count('steps', 'Steps of its own.'),
    count('model_calls', 'Calls of models.'),
    count('tool_calls', 'Calls of tools.'),
    ...tokens,
    ...costs,
  ],
};

const steps: View = {
  name: 'steps',
  about: 'A row a span inside a run: model calls, tool calls and the rest.',
  stored: 'steps',
  where: 't.counted',
  by: 'place',
  time: { column: 'started_at', sql: 't.bucket' },
  columns: [
    plain('step_id', 'String', 'Id of the span.', 't.span_id'),
    plain('run_id', 'String', 'Run it belongs to.'),
    plain('invocation_id', 'String', 'Nearest invocation above it.'),
    plain('trace_id', 'String', 'Trace it is in.'),
    ...place,
    text('kind', 'agent, llm, tool, retrieval …'),
    told('provider', 'Provider of the model.'),
    told('model', 'Model that answered.'),
    told('tool', 'Tool that was called.'),
    startedAt,
    milliseconds('duration_ms', 'Milliseconds; null = it has not ended.', 'duration_ns'),
    milliseconds('ttft_ms', 'To the first token, milliseconds.', 'ttft_ns'),
    plain('is_error', 'Bool', 'It failed.'),
    plain('is_top', 'Bool', 'It is the top of its run.'),
    plain('counts_call', 'Bool', 'It stands for a call of a model; others only repeat one.'),
    ...tokens,
    ...costs,
    told('cost_source', 'Who said what it cost.'),
  ],
};

const scores: View = {
  name: 'scores',
  about: 'A row a result of an evaluator, a person or a signal. Of teams that you see as a whole.',
  stored: 'scores',
  where: '1',
  by: 'team',
  time: { column: 'scored_at', sql: 't.at' },
  columns: [
    plain('score_id', 'String', 'Id of the score.'),
    text('team_id', 'Team that sent it.'),
    told('trace_id', 'Trace it speaks of.'),
    told('step_id', 'Step it speaks of.', 'span_id'),
    told('conversation_id', 'Conversation it speaks of.'),
    text('name', 'What was measured.'),
    text('data_type', 'numeric, boolean, categorical or text.'),
    plain('number', 'Nullable(Float64)', 'Its value; true = 1.'),
    plain(
      'category',
      'Nullable(String)',
      'Its value, of categories.',
      "if(t.data_type = 'categorical', nullIf(t.label, ''), NULL)",
    ),
    text('source', 'Where it comes from.'),
    told('environment', 'As it was told.'),
    plain('scored_at', "DateTime64(3, 'UTC')", 'When it was given.', "toDateTime64(t.at, 3, 'UTC')"),
    {
      ...plain(
        'text',
        'Nullable(String)',
        'Its value, of free text.',
        "if(t.data_type = 'categorical', NULL, nullIf(t.label, ''))",
      ),
      content: true,
    },
    said('comment', 'What was said with it.'),
  ],
};

const metrics: View = {
  name: 'metrics',
  about: 'Sums a minute, of minutes that are closed.',
  stored: 'metrics_1m',
  where: 't.spans > 0',
  by: 'place',
  time: { column: 'minute', sql: 't.bucket' },
  columns: [
    plain('minute', "DateTime('UTC')", 'Its beginning.', 't.bucket'),
    ...place,
    text('kind', 'Kind of the steps counted.'),
    told('provider', 'Provider of the model.'),
    told('model', 'Model that answered.'),
    count('steps', 'Steps.', 'spans'),
    count('runs', 'Runs that began.'),
    count('errors', 'Steps that failed.'),
    count('model_calls', 'Calls of models.', 'calls'),
    count('unknown_calls', 'Of them, without tokens.'),
    count('uncosted_calls', 'Of them, of unknown cost.'),
    ...['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens'].map((name) =>
      count(name, 'Tokens that are known.'),
    ),
    plain('cost_usd', 'Nullable(Float64)', 'Known cost, USD.', 'if(t.cost_known > 0, t.cost_nano_usd / 1e9, NULL)'),
    plain('duration_ms', 'Float64', 'Of all that ended, together.', 't.duration_ns / 1e6'),
    count('ended', 'How many ended.', 'duration_known'),
  ],
};

export const views: ReadonlyMap<string, View> = new Map(
  [runs, steps, invocations, scores, metrics].map((view) => [view.name, view]),
);
