import { hex, ten, type TestTelemetry } from '../telemetry.fixture.ts';

const us = BigInt(ten) * 1_000_000n;
const ns = us * 1000n;

/** Two runs in each team, with the word in every text that is kept of them. A user is a number in one place, and the word elsewhere. */
export async function plant(telemetry: TestTelemetry, word: string, teams: readonly string[]): Promise<void> {
  const rows = teams.flatMap((team_id, team) =>
    ['clerk', 'helper'].map((agent, i) => {
      const [trace_id, span_id] = [`${word}${team}${i}${hex(12)}`, hex(8)];
      const release = `${word} release`;
      return {
        base: {
          team_id,
          bucket: ten,
          trace_id,
          span_id,
          start_time: ns,
          version: 1n,
          agent: `${word} ${agent}`,
          release,
          environment: `${word} env`,
        },
        i,
        run_id: `${word}${team}${i}-${trace_id}`,
      };
    }),
  );
  await telemetry.insert(
    'runs',
    rows.map(({ base, run_id, i }) => ({
      ...base,
      ...{
        run_id,
        name: `${word} run`,
        state: 'settled',
        service: word,
        conversation_id: `${word} talk`,
        duration_ns: 5_000_000n,
      },
      ...{
        user_id: base.team_id === 'tea_a' && word === 'OWN' ? '7' : word,
        last_end: ns,
        first_bucket: ten,
        last_ingested: us,
        errors: i,
      },
      ...{ outcome: i === 0 ? 'completed' : 'failed', outcome_source: 'inferred', steps: 1, invocations: 1 },
      ...{ agents: [`${word} ${i}`], models: [`${word} model`], tools: [`${word} tool`], tags: [word] },
      ...{ prompt_name: word, prompt_version: word, input_preview: `${word} SAID`, output_preview: `${word} SAID` },
    })),
  );
  await telemetry.insert(
    'steps',
    rows.map(({ base, run_id }) => ({
      ...base,
      ...{ run_id, invocation_id: `${word} i`, kind: word, provider: word, model: word, tool: word, counted: true },
    })),
  );
  await telemetry.insert(
    'invocations',
    rows.map(({ base, run_id }) => ({
      ...base,
      run_id,
      parent_invocation_id: word,
      is_top: true,
      outcome: 'completed',
    })),
  );
  await telemetry.insert(
    'scores',
    rows.map(({ base: { team_id, trace_id, environment }, i }) => ({
      ...{
        team_id,
        trace_id,
        environment,
        score_id: `${word} s`,
        name: `${word} score`,
        data_type: i === 0 ? 'numeric' : 'text',
      },
      ...{
        number: i,
        label: `${word} SAID`,
        comment: `${word} SAID`,
        source: word,
        at: ns,
        ingested_at: us,
        version: 1n,
      },
    })),
  );
  await telemetry.insert(
    'metrics_1m',
    rows.map(({ base: { team_id, bucket, version, agent, release, environment } }) => ({
      ...{ team_id, bucket, version, agent, release, environment },
      kind: word,
      provider: word,
      model: word,
      spans: 1n,
    })),
  );
}
