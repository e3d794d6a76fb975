import { setTimeout as sleep } from 'node:timers/promises';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import type { Api } from './api.ts';
import { type Filled, reportOf, withFilled } from './filled.ts';
import { familyOf, residentMb } from './processes.ts';
import { Random } from './random.ts';
import { numbersFrom, printResult, printTable, quantile } from './report.ts';
import { stopServer } from './server.ts';
import { warehouseBytes } from './warehouse.ts';

/** What a person opens. `must`: milliseconds of the 95th percentile asked for. `ask` rejects where the answer is not what was looked for. */
type Question = { name: string; must: number | null; ask: () => Promise<unknown>; times: number[] };

const dayMs = 86_400_000;

/**
 * How fast a fleet's telemetry is looked through: --spans of --agents over --days in --releases, each trace with a word of its own, go through the real
 * ingest; then --readers ask for --seconds, each one question after the other, while --rate spans/s arrive.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = numbersFrom(args, {
    ...{ spans: 1_000_000, agents: 200, days: 14, releases: 5, rate: 2_000, readers: 2 },
    ...{ seconds: 60, seed: 1, quiet: 300, keep: 0 },
  });
  await withFilled(options, (filled) => measure(options, filled));
}

type Options = { days: number; readers: number; seconds: number; seed: number };

async function measure({ days, readers, seconds, seed }: Options, filled: Filled): Promise<void> {
  const { server, api, load, past, dataDir } = filled;
  const questions = await questionsOf(api, new Random(seed), { days, runs: past.runs });
  await asked(questions, 3);
  load.send('present');
  await sleep(5_000);
  for (const one of questions) one.times.length = 0;
  const lanes = Array.from({ length: readers }, (_, at) => asked(questions, seconds, at * 3));
  const failures = (await Promise.all(lanes)).flat();
  const rssMb = residentMb(familyOf(server.pid));
  load.send('end');
  const present = await reportOf(load, 'present');
  for (const failure of new Set(failures)) console.log(`  not answered: ${failure}`);
  const clean = await stopServer(server);
  show(questions);
  printResult({
    spans: past.spans,
    runs: past.runs,
    fill_spans_per_s: past.spans / past.seconds,
    live_spans_per_s: present.spans / present.seconds,
    readers,
    ...Object.fromEntries(
      questions.flatMap(({ name, times }) => [
        [`${name}_p50_ms`, quantile(times, 0.5)],
        [`${name}_p95_ms`, quantile(times, 0.95)],
      ]),
    ),
    asked: questions.reduce((sum, { times }) => sum + times.length, 0),
    failed: failures.length,
    rss_mb: rssMb,
    warehouse_mb: warehouseBytes(dataDir) / 2 ** 20,
    stopped_cleanly: clean,
  });
  if (failures.length > 0 || present.errors > 0 || !clean) process.exitCode = 1;
}

async function questionsOf(api: Api, random: Random, past: { days: number; runs: number }): Promise<Question[]> {
  const iso = (daysAgo: number): string => new Date(Date.now() - daysAgo * dayMs).toISOString();
  const list = (query: string): Promise<RunList> => api.get(`/api/v1/runs?${query}`) as Promise<RunList>;
  const runs: RunList['items'] = [];
  for (let page = 0; page < 20; page++)
    runs.push(...(await list(`limit=20&to=${iso((random.between(0, 1000) / 1000) * past.days * 0.95)}`)).items);
  const agents = ((await api.get(`/api/v1/agents?from=${iso(past.days)}&limit=200`)) as { items: Named[] }).items;
  if (runs.length === 0 || agents.length === 0) throw new Error('nothing was found in the past');
  const encoded = encodeURIComponent;
  const week = () => ({ from: iso(7), to: iso(0) });
  const charts = (agent: string): Promise<unknown>[] =>
    [
      { measures: ['runs'], grain: 'auto', ...week() },
      { measures: ['completion_rate'], grain: 'auto', ...week() },
      { measures: ['latency_p50', 'latency_p95'], grain: 'auto', ...week() },
      { measures: ['cost'], dimensions: ['release'], grain: 'auto', ...week() },
      { measures: ['failure_rate'], compare: 'previous', ...week() },
    ].map((query) =>
      api.post('/api/v1/query', { ...query, filters: [{ dimension: 'agent', op: 'is', values: [agent] }] }),
    );
  const question = (name: string, must: number | null, ask: () => Promise<unknown>): Question => ({
    ...{ name, must, ask },
    times: [],
  });
  return [
    question('fleet', 150, () => api.get(`/api/v1/agents?from=${iso(7)}&limit=200`)),
    question('agent', 400, () => {
      const { id, name } = random.pick(agents);
      return Promise.all([api.get(`/api/v1/agents/${id}`), ...charts(name)]);
    }),
    question('explorer', 150, () => {
      const { agent } = random.pick(runs);
      return list(`agent=${encoded(agent)}&outcome=failed&from=${iso(7)}`);
    }),
    question('search', 200, async () => {
      const word = `case${random.between(0, past.runs - 1)}x`;
      const { items } = await list(`q=${word}`);
      if (items.length !== 1) throw new Error(`${items.length} runs found by a word of one`);
    }),
    question('run', 60, () => api.get(`/api/v1/runs/${random.pick(runs).id}`)),
  ];
}

type Named = { id: string; name: string };

/** In turn for so many seconds, beginning with the question at `first`. @returns why some were not answered. */
async function asked(questions: readonly Question[], seconds: number, first = 0): Promise<string[]> {
  const until = performance.now() + seconds * 1000;
  const failures: string[] = [];
  for (let at = first; performance.now() < until; at++) {
    const { name, ask, times } = questions[at % questions.length]!;
    const began = performance.now();
    await ask().then(
      () => times.push(performance.now() - began),
      (error: Error) => failures.push(`${name}: ${error.message}`),
    );
  }
  return failures;
}

function show(questions: readonly Question[]): void {
  const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1));
  printTable([
    ['question', 'asked', 'p50 ms', 'p95 ms', 'max ms', 'asked for p95'],
    ...questions.map(({ name, times, must }) => [
      ...[name, String(times.length), ms(quantile(times, 0.5)), ms(quantile(times, 0.95)), ms(quantile(times, 1))],
      must === null ? '' : `${must}`,
    ]),
  ]);
}
