import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './api.ts';
import type { ClientsOrder, ClientsReport } from './crash-clients.ts';
import { countLevel, expectedFrom, type Level } from './crash-compare.ts';
import { readLevels } from './crash-levels.ts';
import { chdbChildOf } from './processes.ts';
import { Random } from './random.ts';
import { numbersFrom, printResult, printTable } from './report.ts';
import { freePort, type Place, type Server, startServer, stopServer } from './server.ts';
import { withWarehouse } from './warehouse.ts';

type Totals = { spans: number; runs: number; closedThrough: string | null };

/**
 * kill -9 of the server, of its chDB child, and of both, at random moments under load; then everything that counts spans is compared
 * with what the clients were told is kept. --kills, --rate (spans/s over all clients), --settle (seconds), --seed, --keep 1.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = numbersFrom(args, { kills: 20, rate: 900, settle: 40, seed: 1, keep: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-crash-'));
  const place: Place = {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    otlpPort: await freePort(),
    logFile: join(folder, 'server.log'),
  };
  const ackedFile = join(folder, 'acked');
  let server = await startServer(place);
  const clients = fork(join(import.meta.dirname, 'crash-clients.ts'), { stdio: 'inherit' });
  try {
    if (!server.key) throw new Error('the first start printed no key');
    const order: ClientsOrder = {
      otlpUrl: server.otlpUrl,
      key: server.key,
      seed: options.seed,
      spansPerS: options.rate,
      ackedFile,
    };
    const reported = new Promise<ClientsReport>((resolve, reject) => {
      clients.once('message', resolve);
      clients.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
    });
    reported.catch(() => {}); // awaited below; until then a rejection must not end the bench past its clean-up
    clients.send(order);
    const random = new Random(options.seed);
    const killed = { server: 0, child: 0, both: 0 };
    let restartMs = 0;
    for (let kill = 0; kill < options.kills; kill++) {
      await sleep(300 + random.unit() ** 2 * 5000);
      const target = random.pick(['server', 'child', 'both'] as const);
      if (!killOne(server, target)) {
        kill--; // the child is between two lives: another moment
        continue;
      }
      killed[target]++;
      if (target !== 'child') {
        const began = performance.now();
        server = await restart(server, place);
        restartMs = Math.max(restartMs, performance.now() - began);
      }
      console.log(`kill ${kill + 1} of ${options.kills}: ${target}`);
    }
    server.child.kill('SIGKILL'); // not counted: what the last one left behind is looked at by a server started once more
    server = await restart(server, place);
    clients.send('finish');
    const report = await reported;
    console.log(
      `clients: ${report.spans} spans acknowledged, ${report.unanswered} requests without an answer, ${report.resent} spans sent again; waiting for quiet`,
    );
    const totals = await quiet(await Api.signIn(server), report, options.settle);
    const clean = await stopServer(server);
    const lines = readFileSync(ackedFile, 'utf8').trimEnd().split('\n');
    const expected = expectedFrom(lines, { runs: report.traces, invocations: report.invocations, now: Date.now() });
    const closedThrough = totals.closedThrough ? Date.parse(totals.closedThrough) / 1000 + 60 : 0; // it names the start of the last minute
    const levels = await withWarehouse(place.dataDir, (warehouse) => readLevels(warehouse, expected, closedThrough));
    levels.push(
      countLevel('GET /api/v1/totals, spans', report.spans, totals.spans),
      countLevel('GET /api/v1/totals, runs', report.traces, totals.runs),
    );
    finish({ levels, report, killed, restartMs, clean });
  } finally {
    clients.kill('SIGKILL');
    await stopServer(server);
    if (options.keep) console.log(`kept ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** False when there is no child to kill just now. */
function killOne(server: Server, target: 'server' | 'child' | 'both'): boolean {
  const child = target === 'server' ? null : chdbChildOf(server.pid);
  if (target !== 'server' && child === null) return false;
  if (child !== null) process.kill(child, 'SIGKILL');
  if (target !== 'child') server.child.kill('SIGKILL');
  return true;
}

/** What a service manager does: start it again until it stays, for half a minute at most. The ports stay the same for the clients. */
async function restart(before: Server, place: Place): Promise<Server> {
  if (before.child.exitCode === null && before.child.signalCode === null)
    await new Promise((resolve) => before.child.once('exit', resolve));
  for (let tries = 1; ; tries++) {
    try {
      return await startServer(place);
    } catch (error) {
      if (tries === 15) throw error;
      await sleep(2000);
    }
  }
}

/** Until the totals name what was acknowledged (two minutes at most), then as long as runs take to settle and buckets to be rebuilt. */
async function quiet(api: Api, report: ClientsReport, settleS: number): Promise<Totals> {
  for (let look = 0; look < 240; look++) {
    const totals = await api.totals().catch(() => null);
    if (totals && totals.spans >= report.spans && totals.runs >= report.traces) break;
    await sleep(500);
  }
  await sleep(settleS * 1000);
  return api.totals();
}

type Ending = {
  levels: readonly Level[];
  report: ClientsReport;
  killed: Record<string, number>;
  restartMs: number;
  clean: boolean;
};

function finish({ levels, report, killed, restartMs, clean }: Ending): void {
  printTable([
    ['level', 'expected', 'present', 'lost', 'doubled'],
    ...levels.map((one) => [one.name, one.expected, one.present, one.lost, one.doubled]),
  ]);
  for (const reason of report.refused) console.log(`  refused: ${reason}`);
  const uncompared = levels.filter((one) => one.expected === 0);
  for (const one of uncompared) console.log(`  nothing to compare in ${one.name}: no closed bucket`);
  const kills = Object.values(killed).reduce((sum, one) => sum + one, 0);
  const worst = (value: (level: Level) => number): number => Math.max(...levels.map(value));
  const keys = Object.fromEntries(
    levels.flatMap((one) => {
      const name = one.name.toLowerCase().replaceAll(/\W+/g, '_').replace('get_api_v1_', '');
      return [
        [`lost_in_${name}`, one.lost],
        [`doubled_in_${name}`, one.doubled],
      ];
    }),
  );
  printResult({
    kills,
    kills_server: killed['server'] ?? 0,
    kills_child: killed['child'] ?? 0,
    kills_both: killed['both'] ?? 0,
    acked_spans: report.spans,
    lost_spans: worst((one) => one.lost),
    doubled_spans: worst((one) => one.doubled),
    resent_spans: report.resent,
    unanswered_requests: report.unanswered,
    unacknowledged_spans: report.unacknowledged,
    restart_max_ms: restartMs,
    stopped_cleanly: clean,
    ...keys,
  });
  const bad =
    worst((one) => one.lost + one.doubled) > 0 ||
    uncompared.length > 0 ||
    report.refused.length > 0 ||
    report.unacknowledged > 0;
  if (bad || report.spans === 0 || !clean) process.exitCode = 1;
}
