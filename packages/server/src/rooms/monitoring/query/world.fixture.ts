import fc from 'fast-check';
import { hex, ten, type TestTelemetry } from '../views/telemetry.fixture.ts';

/** Runs at random with what belongs to them, as rows of the tables that figures are told from. */

const tokens = fc.integer({ min: 1, max: 5000 });
const nano = fc.bigInt({ min: 1n, max: 10n ** 9n });
const duration = fc.option(fc.bigInt({ min: 0n, max: 10n ** 11n }));
const outcome = {
  outcome: fc.constantFrom('completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'),
  outcome_source: fc.constantFrom('declared', 'inferred', ''),
};
const somePlace = {
  agent: fc.constantFrom('billing', "O'Neill", 'desk'),
  release: fc.constantFrom('', 'r1', 'r2'),
  environment: fc.constantFrom('', 'prod'),
  bound: fc.boolean(),
};
const usage = {
  ...{ input_tokens: fc.option(tokens), output_tokens: fc.option(tokens), cache_read_tokens: fc.option(tokens) },
  ...{ cost_nano_usd: fc.option(nano), cost_computed_nano_usd: fc.option(nano) },
};
const counts = {
  ...{ errors: fc.nat({ max: 3 }), model_calls: fc.nat({ max: 5 }), tool_calls: fc.nat({ max: 5 }) },
  ...{ unknown_calls: fc.nat({ max: 2 }), uncosted_calls: fc.nat({ max: 2 }), steps: fc.nat({ max: 9 }) },
};
const later = fc.constantFrom(0, 1, 59);

const someInvocation = fc.record({
  ...{ later, ...somePlace, ...outcome, ...usage, ...counts, is_top: fc.boolean(), refused: fc.boolean() },
  ...{ agent_version: fc.constantFrom('', '1.2'), duration_ns: duration },
});

/** A call that tells any tokens tells both sorts: metrics cannot keep apart what is unknown and what is 0 of one sort. */
const someStep = fc
  .record({
    ...{ later, ...somePlace, counted: fc.boolean(), is_top: fc.boolean(), is_error: fc.boolean() },
    kind: fc.constantFrom('llm', 'tool', 'agent'),
    tool: fc.constantFrom('', 'search', 'book'),
    ...{ provider: fc.constantFrom('', 'openai'), model: fc.constantFrom('', 'gpt-5', 'gpt-5-mini') },
    ...{ duration_ns: duration, ttft_ns: duration, used: fc.option(fc.tuple(tokens, tokens, tokens)) },
    cost_nano_usd: fc.option(nano),
    cost_source: fc.constantFrom('', 'computed', 'reported'),
  })
  .map(({ used, ...step }) => ({
    ...{ ...step, counts_call: step.kind === 'llm', cost_source: step.cost_nano_usd === null ? '' : step.cost_source },
    ...{ input_tokens: used?.[0] ?? null, output_tokens: used?.[1] ?? null, cache_read_tokens: used?.[2] ?? null },
  }));

const someScore = fc.record({
  later,
  name: fc.constantFrom('user_feedback', 'accuracy', 'signalbox.outcome'),
  source: fc.constantFrom('feedback', 'evaluator'),
  number: fc.option(fc.integer({ min: -100, max: 100 }).map((n) => n / 100)),
});

const someRun = fc.record({
  run: fc.record({
    minute: fc.constantFrom(0, 1, 59, 60, 61, 840, 1500, 2281, 2400),
    team_id: fc.constantFrom('tea_a', 'tea_b'),
    ...{
      ...somePlace,
      ...outcome,
      ...usage,
      ...counts,
      invocations: fc.nat({ max: 4 }),
      is_deleted: fc.constantFrom(0, 0, 0, 1),
    },
    conversation_id: fc.constantFrom('', 'c1', 'c2'),
    user_id: fc.constantFrom('', 'u1', 'u2', "'; DROP TABLE runs; --"),
    tags: fc.subarray(['vip', 'beta']),
    ...{ prompt_name: fc.constantFrom('', 'hello'), prompt_version: fc.constantFrom('', '1', '2') },
    service: fc.constantFrom('', 'web'),
  }),
  invocations: fc.array(someInvocation, { maxLength: 3 }),
  steps: fc.array(someStep, { maxLength: 4 }),
  scores: fc.array(someScore, { maxLength: 2 }),
});

const timed = (minute: number) => ({
  bucket: ten + minute * 60,
  start_time: BigInt(ten + minute * 60 + 7) * 1_000_000_000n,
});

export type RunRow = ReturnType<typeof rowsOf>['run'];
export type World = ReturnType<typeof rowsOf>[];

function rowsOf(made: ReturnType<typeof someRun.generate>['value']) {
  const { minute, ...told } = made.run;
  const ids = { trace_id: hex(16), version: 1 };
  const run = { ...told, ...ids, ...timed(minute), run_id: hex(8), span_id: hex(8) };
  const own = { team_id: run.team_id, trace_id: ids.trace_id, version: 1 };
  const below = <Row extends { later: number }>({ later: after, ...row }: Row) => ({
    ...{ ...row, ...own, ...timed(minute + after), run_id: run.run_id, span_id: hex(8) },
  });
  return {
    run,
    invocations: made.invocations.map((row) => ({ ...below(row), is_deleted: run.is_deleted })),
    steps: made.steps.map((row) => below(row)),
    scores: made.scores.map(({ later: after, ...row }) => {
      const { bucket, start_time: at } = timed(minute + after);
      return { ...row, ...own, score_id: hex(8), at, bucket };
    }),
  };
}

export const someWorld = fc.array(someRun, { minLength: 1, maxLength: 14 }).map((runs): World => runs.map(rowsOf));

/** Keeps it as ingest and the rebuild would, rolled up. */
export async function keep(place: TestTelemetry, world: World): Promise<void> {
  const invocations = world.flatMap((one) => one.invocations);
  const steps = world.flatMap((one) => one.steps);
  const scores = world.flatMap((one) =>
    one.scores.map(({ bucket, ...row }) => ({ ...row, received_at: bucket * 1000 })),
  );
  await place.insert(
    'runs',
    world.map(({ run }) => run),
  );
  await place.insert('invocations', invocations);
  await place.insert('steps', steps);
  await place.insert('scores', scores);
  await place.rollUp([...new Set([...invocations, ...steps].map(({ bucket }) => bucket))]);
}
