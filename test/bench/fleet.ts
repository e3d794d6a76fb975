import { setTimeout as sleep } from 'node:timers/promises';
import type { Run, RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import type { Api } from './api.ts';
import { type Filled, reportOf, untilCounted, withFilled } from './filled.ts';
import { familyOf, residentMb } from './processes.ts';
import { Random } from './random.ts';
import { numbersFrom, printResult, printTable, quantile } from './report.ts';
import { stopServer } from './server.ts';
import { warehouseBytes } from './warehouse.ts';

/** What people look at. `must`: milliseconds of the 95th percentile that the issue asks for, at two million spans and 2,000 spans/s. */
type Question = { name: string; must: number | null; path: () => string; times: number[] };

/**
 * What pages cost while a fleet works: --spans of --agents over --days go through the real ingest as fast as it takes them, then the API is
 * asked for --seconds, one question at a time, while --rate spans/s arrive. --keep 1 leaves the folder.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = numbersFrom(args, {
    ...{ spans: 200_000, agents: 200, rate: 2_000, days: 7, seconds: 60, seed: 1, quiet: 120, keep: 0 },
  });
  await withFilled(options, (filled) => measure(options, filled));
}

async function measure(
  options: { agents: number; seconds: number; seed: number; quiet: number },
  { server, api, load, dataDir, past, quietS }: Filled,
): Promise<void> {
  const questions = await questionsOf(api, new Random(options.seed));
  await ask(api, questions, 2); // prepared statements, caches, compiled code
  load.send('present');
  await sleep(5_000);
  for (const one of questions) one.times.length = 0;
  const failed = await ask(api, questions, options.seconds);
  const rssMb = residentMb(familyOf(server.pid));
  load.send('end');
  const present = await reportOf(load, 'present');
  const totals = { spans: past.spans + present.spans, runs: past.runs + present.runs };
  await untilCounted(api, totals, options.quiet);
  const counted = await api.totals();
  const listed = await agentsShown(api);
  const clean = await stopServer(server);
  show(questions);
  printResult({
    spans: past.spans,
    agents_shown: listed,
    runs: past.runs,
    fill_spans_per_s: past.spans / past.seconds,
    fill_until_counted_s: past.seconds + quietS,
    live_spans_per_s: present.spans / present.seconds,
    live_late_requests: present.late,
    ...Object.fromEntries(
      questions.flatMap(({ name, times }) => [
        [`${name}_p50_ms`, quantile(times, 0.5)],
        [`${name}_p95_ms`, quantile(times, 0.95)],
      ]),
    ),
    asked: questions.reduce((sum, { times }) => sum + times.length, 0),
    failed,
    errors: present.errors,
    counted_spans: counted.spans,
    missing_spans: totals.spans - counted.spans,
    rss_mb: rssMb,
    warehouse_mb: warehouseBytes(dataDir) / 2 ** 20,
    stopped_cleanly: clean,
  });
  if (failed > 0 || present.errors > 0 || counted.spans !== totals.spans || !clean) process.exitCode = 1;
}

async function agentsShown(api: Api): Promise<number | null> {
  const from = new Date(Date.now() - 29 * 86_400_000).toISOString();
  const list = (await api.get(`/api/v1/agents?from=${from}`).catch(() => null)) as { total: number } | null;
  return list?.total ?? null;
}

/** Questions about what is there: runs all over the past, filters that find some. */
async function questionsOf(api: Api, random: Random): Promise<Question[]> {
  const runs: Run[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 20 && (page === 0 || cursor !== null); page++) {
    const to = new Date(Date.now() - random.between(0, 6 * 86_400) * 1000).toISOString();
    const list = (await api.get(`/api/v1/runs?limit=20&to=${to}`)) as RunList;
    runs.push(...list.items);
    cursor = list.nextCursor ?? cursor;
  }
  if (runs.length === 0) throw new Error('no runs were found in the past');
  const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  const a = (): Run => random.pick(runs);
  const question = (name: string, must: number | null, path: () => string): Question => ({
    name,
    must,
    path,
    times: [],
  });
  const encoded = encodeURIComponent;
  const all = [
    question('agents_day', 100, () => '/api/v1/agents'),
    question('agents_week', 100, () => `/api/v1/agents?from=${ago(7)}`),
    question('run', 50, () => `/api/v1/runs/${a().id}`),
    question('transcript', null, () => `/api/v1/runs/${a().id}/transcript`),
    question('runs', null, () => '/api/v1/runs'),
    question('runs_of_agent', null, () => `/api/v1/runs?agent=${encoded(a().agent)}`),
    question('runs_failed_week', null, () => `/api/v1/runs?outcome=failed&from=${ago(7)}`),
    question('runs_of_user', null, () => `/api/v1/runs?user=${encoded(a().user ?? '')}`),
    question('totals', null, () => '/api/v1/totals'),
  ];
  const there = await Promise.all(all.map(({ path }) => api.get(path()).then(() => true, isThere)));
  for (const [at, { name }] of all.entries())
    if (!there[at]) console.log(`not measured, this server has no such address: ${name}`);
  return all.filter((_, at) => there[at]);
}

const isThere = (error: Error): boolean => !error.message.includes('request.not_found');

/** In turn for so many seconds. @returns how many were not answered. */
async function ask(api: Api, questions: readonly Question[], seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let failed = 0;
  for (let at = 0; performance.now() < until; at++) {
    const { path, times } = questions[at % questions.length]!;
    const began = performance.now();
    await api.get(path()).then(
      () => times.push(performance.now() - began),
      (error: Error) => {
        failed++;
        console.log(`  not answered: ${error.message}`);
      },
    );
  }
  return failed;
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
