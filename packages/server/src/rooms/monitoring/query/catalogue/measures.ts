import { type Formula, partsOf, type Share } from './formula.ts';
import type { PartId } from './parts.ts';

type Unit = 'count' | 'ratio' | 'ms' | 'tokens' | 'usd' | 'score';
/** `direction`: is higher better? null = neither. */
export type Measure = {
  id: string;
  label: string;
  unit: Unit;
  direction: boolean | null;
  description: string;
  formula: Formula;
  /** Of what is known, the part that nobody declared. */
  inferred?: Share;
  /** The part of which nothing is known, and which the measure leaves out. */
  unknown?: Share;
};

type Words = readonly [label: string, description: string];
type Extra = Partial<Pick<Measure, 'inferred' | 'unknown'>>;

const [better, worse, neither] = [true, false, null] as const;
const count = (id: string, words: Words, direction: boolean | null, formula: Formula): Measure => ({
  ...{ id, label: words[0], unit: 'count' as const, direction, description: words[1], formula },
});
const of = (id: string, words: Words, kind: readonly [Unit, boolean | null], formula: Formula): Measure => ({
  ...{ id, label: words[0], unit: kind[0], direction: kind[1], description: words[1], formula },
});

const outcome: Extra = { inferred: ['inferred', 'known'], unknown: ['unknown', 'invocations'] };
const rate = (id: string, words: Words, direction: boolean | null, part: PartId): Measure => ({
  ...of(id, words, ['ratio', direction], { ratio: part, of: 'known' }),
  ...outcome,
});

const percentiles = (id: string, words: Words, part: PartId): Measure[] =>
  [50, 95, 99].map((p) =>
    of(`${id}_p${p}`, [`${words[0]} p${p}`, `${words[1]} Within 9 % (eight buckets to the doubling).`], ['ms', worse], {
      ...{ quantile: p / 100, of: part },
    }),
  );

const told: Extra = { unknown: ['unknown_calls', 'model_calls'] };
const tokens = (id: string, words: Words, direction: boolean | null, own: readonly PartId[]): Measure => ({
  ...of(id, words, ['tokens', direction], { sum: own, unit: 1 }),
  ...told,
});

const costed: Extra = { unknown: ['uncosted_calls', 'model_calls'] };
const nano = 1e9;

export const measures: readonly Measure[] = [
  count('runs', ['Runs', 'Work that was begun from outside, by the top-most agent.'], neither, { count: 'runs' }),
  count('invocations', ['Invocations', 'Times that an agent worked, at the top or called by another.'], neither, {
    count: 'invocations',
  }),
  count('delegations', ['Delegations', 'Invocations of an agent by another.'], neither, {
    ...{ count: 'invocations', less: 'runs' },
  }),
  rate('completion_rate', ['Completion rate', 'Completed of invocations with a known outcome.'], better, 'completed'),
  rate('failure_rate', ['Failure rate', 'Failed of invocations with a known outcome.'], worse, 'failed'),
  rate('takeover_rate', ['Takeover rate', 'Passed to a person of invocations with a known outcome.'], worse, 'passed'),
  rate('abandonment_rate', ['Abandonment rate', 'Abandoned of invocations with a known outcome.'], worse, 'abandoned'),
  count('completed', ['Completed', 'Invocations that completed.'], better, { count: 'completed' }),
  count('failed', ['Failed', 'Invocations that failed.'], worse, { count: 'failed' }),
  count('takeovers', ['Passed to a person', 'Invocations that a person took over.'], worse, { count: 'passed' }),
  count('abandoned', ['Abandoned', 'Invocations that the user gave up.'], worse, { count: 'abandoned' }),
  count('unknown_outcomes', ['Outcome unknown', 'Invocations of which nobody knows what came.'], worse, {
    count: 'unknown',
  }),
  of('inferred_share', ['Inferred share', 'Of known outcomes, the part that nobody declared.'], ['ratio', worse], {
    ratio: 'inferred',
    of: 'known',
  }),
  of('unknown_share', ['Unknown share', 'Of invocations, the part whose outcome is unknown.'], ['ratio', worse], {
    ratio: 'unknown',
    of: 'invocations',
  }),
  count('refusals', ['Refusals', 'Invocations in which a model refused.'], worse, { count: 'refused' }),
  of('refusal_rate', ['Refusal rate', 'Of all invocations, those in which a model refused.'], ['ratio', worse], {
    ...{ ratio: 'refused', of: 'invocations' },
  }),
  ...percentiles('latency', ['Latency', 'How long an invocation takes.'], 'duration'),
  of('latency_mean', ['Mean latency', 'How long an invocation takes.'], ['ms', worse], {
    ...{ ratio: 'duration_ns', of: 'duration_known', unit: 1e6 },
  }),
  ...percentiles('step_latency', ['Step latency', 'How long a step takes.'], 'step_duration'),
  ...percentiles('ttft', ['Time to first token', 'From a model call to the first token of its answer.'], 'first_token'),
  count('steps', ['Steps', 'Spans, each counted once.'], neither, { count: 'steps' }),
  count('errors', ['Errors', 'The deepest failing steps.'], worse, { count: 'errors' }),
  of('step_error_rate', ['Step error rate', 'Of steps, the part that failed by itself.'], ['ratio', worse], {
    ...{ ratio: 'errors', of: 'steps' },
  }),
  count('model_calls', ['Model calls', 'Calls of models; what two spans describe is one.'], neither, {
    count: 'model_calls',
  }),
  count('tool_calls', ['Tool calls', 'Calls of tools; what agent and server describe is one.'], neither, {
    count: 'tool_calls',
  }),
  count('tool_steps', ['Tool steps', 'Spans of tools: a call that agent and server describe has two.'], neither, {
    count: 'tool_steps',
  }),
  tokens('tokens', ['Tokens', 'Input and output tokens.'], neither, ['input_tokens', 'output_tokens']),
  tokens('input_tokens', ['Input tokens', 'Tokens sent to models, cached ones included.'], neither, ['input_tokens']),
  tokens('output_tokens', ['Output tokens', 'Tokens that models answered with.'], neither, ['output_tokens']),
  tokens('cache_read_tokens', ['Cache reads', 'Input tokens read from a cache.'], better, ['cache_read_tokens']),
  tokens('cache_write_tokens', ['Cache writes', 'Input tokens written to a cache.'], neither, ['cache_write_tokens']),
  tokens('reasoning_tokens', ['Reasoning tokens', 'Output tokens spent on thinking.'], neither, ['reasoning_tokens']),
  {
    ...of('cost', ['Cost', 'As reported, else by the price list.'], ['usd', worse], { sum: ['cost'], unit: nano }),
    ...costed,
  },
  of('computed_cost', ['Computed cost', 'The part of the cost that follows from the price list.'], ['usd', neither], {
    ...{ sum: ['computed_cost'], unit: nano },
  }),
  of(
    'cost_per_completed_run',
    ['Cost per completed run', 'What all runs cost, by runs that completed.'],
    ['usd', worse],
    { ratio: 'run_cost', of: 'run_completed', unit: nano },
  ),
  of('steps_per_run', ['Steps per run', 'Steps of a run, those of agents below included.'], ['count', worse], {
    ...{ ratio: 'run_steps', of: 'run_rows' },
  }),
  of('model_calls_per_run', ['Model calls per run', 'Those of agents below included.'], ['count', worse], {
    ...{ ratio: 'run_model_calls', of: 'run_rows' },
  }),
  of('tool_calls_per_run', ['Tool calls per run', 'Those of agents below included.'], ['count', worse], {
    ...{ ratio: 'run_tool_calls', of: 'run_rows' },
  }),
  of('invocations_per_run', ['Invocations per run', 'How many agents work in a run.'], ['count', neither], {
    ...{ ratio: 'run_invocations', of: 'run_rows' },
  }),
  count('conversations', ['Conversations', 'Different conversations that runs belong to.'], neither, {
    distinct: 'conversations',
  }),
  count('users', ['Users', 'Different users whom runs were for.'], neither, { distinct: 'users' }),
  count('scores', ['Scores', 'Scores of runs, steps and conversations.'], neither, { count: 'scores' }),
  of(
    'score_mean',
    ['Mean score', 'Of scores that are numbers; true counts 1. Split it by score.'],
    ['score', neither],
    {
      ...{ ratio: 'score_sum', of: 'score_numbers' },
    },
  ),
  count('feedback', ['Feedback', 'Scores that users gave.'], neither, { count: 'feedback' }),
  of('feedback_mean', ['Mean feedback', 'Of feedback that is a number; thumbs up counts 1.'], ['score', better], {
    ...{ ratio: 'feedback_sum', of: 'feedback_numbers' },
  }),
];

/** All that has to be summed for a measure with its shares. */
export const needsOf = ({ formula, inferred, unknown }: Measure): PartId[] => [
  ...new Set([...partsOf(formula), ...(inferred ?? []), ...(unknown ?? [])]),
];
