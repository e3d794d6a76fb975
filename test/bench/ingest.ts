import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './api.ts';
import { freshnessP95, lagBySteps, type Seen } from './freshness.ts';
import type { Ack, Order, Prepared, Report } from './generator.ts';
import { cpuSeconds, familyOf, residentMb } from './processes.ts';
import { numbersFrom, printResult, printTable, quantile } from './report.ts';
import { type Server, startServer, stopServer } from './server.ts';
import { warehouseBytes } from './warehouse.ts';

type Watch = { spans: Seen[]; runs: Seen[]; backlog: number[]; rssMb: number; rssEach: string };

/**
 * How much one machine takes: a real server on embedded stores, a generator in a process of its own on the same cores.
 * --rate 0 = as fast as it goes; --spans caps what is prepared; --connections exporters at once.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = numbersFrom(args, { seconds: 60, rate: 0, spans: 0, connections: 8, seed: 1, drain: 60, keep: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  const place = { dataDir: join(folder, 'data'), port: 0, otlpPort: 0, logFile: join(folder, 'server.log') };
  const server = await startServer(place);
  try {
    if (!server.key) throw new Error('the first start printed no key');
    const api = await Api.signIn(server);
    const plannedRate = options.rate || 25_000;
    const spans = options.spans || Math.ceil(options.seconds * (options.rate || 36_000));
    const generator = fork(join(import.meta.dirname, 'generator.ts'), { stdio: 'inherit' });
    const acks: Ack[] = [];
    const order: Order = {
      otlpUrl: server.otlpUrl,
      key: server.key,
      spans,
      rate: options.rate,
      plannedRate,
      seconds: options.seconds,
      connections: options.connections,
      seed: options.seed,
    };
    console.log(`server ready in ${Math.round(server.readyMs)} ms; preparing ${spans} spans …`);
    generator.send(order);
    const prepared = await reportOf(generator, 'prepared');
    const goAt = Math.max(prepared.startAtMs, Date.now() + 200);
    generator.on('message', (report: Report) => report.type === 'acks' && acks.push(...report.acks));
    const done = reportOf(generator, 'done');
    generator.send(goAt);
    await sleep(goAt - Date.now());
    const family = familyOf(server.pid);
    const cpuBefore = family.map((pid) => cpuSeconds([pid]));
    const before = await api.totals();
    const watch: Watch = { spans: [], runs: [], backlog: [], rssMb: 0, rssEach: '' };
    let over = false;
    const watching = watchServer({ server, api, watch, over: () => over });
    const end = await done;
    const acked = acks.reduce((sum, one) => sum + one.spans, 0);
    const ackedRuns = acks.reduce((sum, one) => sum + one.runs, 0);
    const cpuEach = family.map((pid, at) => cpuSeconds([pid]) - cpuBefore[at]!);
    const cpu = cpuEach.reduce((sum, one) => sum + one, 0);
    for (let waited = 0; waited < options.drain * 1000; waited += 250) {
      if (
        (watch.spans.at(-1)?.count ?? 0) - before.spans >= acked &&
        (watch.runs.at(-1)?.count ?? 0) - before.runs >= ackedRuns
      )
        break;
      await sleep(250);
    }
    over = true;
    await watching;
    const clean = await stopServer(server);
    const seconds = (end.endedAt - goAt) / 1000;
    const within = watch.spans.filter((one) => one.at <= end.endedAt).at(-1);
    const counted = (watch.spans.at(-1)?.count ?? 0) - before.spans;
    const result = {
      acked_spans_per_s: acked / seconds,
      inserted_spans_per_s: within ? (within.count - before.spans) / ((within.at - goAt) / 1000) : 0,
      ack_p50_ms: quantile(
        acks.map((one) => one.latencyMs),
        0.5,
      ),
      ack_p99_ms: quantile(
        acks.map((one) => one.latencyMs),
        0.99,
      ),
      freshness_p95_ms: freshnessP95(
        acks.map((one) => ({ at: one.at, count: one.spans })),
        counts(watch.spans, before.spans),
      ),
      runs_freshness_p95_ms: freshnessP95(
        acks.map((one) => ({ at: one.at, count: one.runs })),
        counts(watch.runs, before.runs),
      ),
      rss_mb: watch.rssMb,
      bytes_per_span: warehouseBytes(place.dataDir) / acked,
      errors: end.errors,
      retries_429: end.retries,
      seconds,
      acked_spans: acked,
      counted_spans: counted,
      acked_runs: ackedRuns,
      counted_runs: (watch.runs.at(-1)?.count ?? 0) - before.runs,
      spool_backlog_max_segments: Math.max(0, ...watch.backlog),
      spool_backlog_end_segments: watch.backlog.at(-1) ?? null,
      cpu_us_per_span: (cpu / acked) * 1e6,
      stopped_cleanly: clean,
    };
    const lags = lagBySteps(
      { acks: acks.map((one) => ({ at: one.at, count: one.spans })), seen: counts(watch.spans, before.spans) },
      goAt,
      5_000,
    );
    console.log(`oldest not yet visible, each five seconds: ${lags.map((ms) => (ms / 1000).toFixed(1)).join(' ')} s`);
    const share = cpuEach.map((one) => `${((one / acked) * 1e6).toFixed(0)} µs`).join(' + ');
    show(result, prepared, `${watch.rssEach} MiB; CPU a span by process: ${share} (server with its threads first)`);
    for (const reason of end.reasons) console.log(`  answer: ${reason}`);
    printResult(result);
    // A trace cut by the end of the load may be a run more, never one less.
    if (end.errors > 0 || counted !== acked || result.counted_runs < ackedRuns || !clean) process.exitCode = 1;
  } finally {
    await stopServer(server);
    if (options.keep) console.log(`kept ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

const counts = (seen: readonly Seen[], before: number): Seen[] =>
  seen.map((one) => ({ at: one.at, count: one.count - before }));

/** Looks at totals four times a second at most, at the spool each second, at memory twice a second, until told that it is over. */
async function watchServer({
  server,
  api,
  watch,
  over,
}: {
  server: Server;
  api: Api;
  watch: Watch;
  over: () => boolean;
}): Promise<void> {
  for (let look = 0; !over() && look < 20_000; look++) {
    const began = Date.now();
    const totals = await api.totals().catch(() => null);
    if (totals) {
      watch.spans.push({ at: Date.now(), count: totals.spans });
      watch.runs.push({ at: Date.now(), count: totals.runs });
    }
    if (look % 4 === 0) watch.backlog.push((await api.backlog().catch(() => null)) ?? 0);
    if (look % 2 === 0) {
      const each = familyOf(server.pid).map((pid) => residentMb([pid]));
      const sum = each.reduce((total, one) => total + one, 0);
      if (sum > watch.rssMb)
        Object.assign(watch, { rssMb: sum, rssEach: each.map((one) => one.toFixed(0)).join(' + ') });
    }
    await sleep(Math.max(0, 250 - (Date.now() - began)));
  }
}

function reportOf<Type extends Report['type']>(
  generator: ReturnType<typeof fork>,
  type: Type,
): Promise<Extract<Report, { type: Type }>> {
  return new Promise((resolve, reject) => {
    generator.on(
      'message',
      (report: Report) => report.type === type && resolve(report as Extract<Report, { type: Type }>),
    );
    generator.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)));
  });
}

function show(result: Record<string, number | boolean | null>, prepared: Prepared, processes: string): void {
  const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  console.log(
    `prepared: ${prepared.spans} spans in ${prepared.runs} runs, ${mb(prepared.rawBytes)} protobuf (${Math.round(prepared.rawBytes / prepared.spans)} B a span), ${mb(prepared.sentBytes)} gzip`,
  );
  console.log(`memory at its highest by process: ${processes}`);
  printTable([
    ['figure', 'value'],
    ...Object.entries(result).map(([key, value]) => [
      key,
      typeof value === 'number' ? Math.round(value * 10) / 10 : String(value),
    ]),
  ]);
}
