import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admin, deployed } from './delivery-admin.ts';
import { openLoad, type Target } from './delivery-clients.ts';
import { openNodes } from './delivery-nodes.ts';
import { rollbacks } from './delivery-rollbacks.ts';
import type { FleetOrder } from './fleet-load.ts';
import { cpuSeconds, familyOf } from './processes.ts';
import { numbersFrom, printResult, quantile } from './report.ts';
import type { Server } from './server.ts';

/**
 * What delivery costs: --rate requests/s for --seconds, natively and by OFREP, while --spans spans/s arrive; the server on the first core
 * and everything else on the others. Then --rollbacks rollbacks, each from the request to the last of --instances connected instances
 * that serves the old release. With --nodes 2, all of it on two servers over one PostgreSQL.
 */
export async function run(args: readonly string[]): Promise<void> {
  const defaults = { rate: 2_000, seconds: 30, spans: 2_000, instances: 200, rollbacks: 100, pinned: 1, nodes: 1 };
  const options = numbersFrom(args, defaults);
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-delivery-'));
  const nodes = await openNodes(folder, options.nodes);
  const { servers } = nodes;
  const cpuNow = (): number => cpuSeconds(servers.flatMap(({ pid }) => familyOf(pid)));
  let spans: ChildProcess | null = null;
  try {
    const first = servers[0]!;
    const admin = await Admin.signIn(first);
    const { releases, ...known } = await deployed(admin);
    const target: Target = { ...known, urls: servers.map((one) => one.url) };
    if (options.spans > 0) spans = await spansTo(first, options.spans);
    if (options.pinned > 0) pin(servers, spans);
    await openLoad(target, { rate: Math.min(200, options.rate), seconds: 5 }); // compiled code, kept connections
    const cpuBefore = cpuNow();
    const load = await openLoad(target, options);
    const cpu = cpuNow() - cpuBefore;
    const { times, backwards } = await rollbacks(admin, target, { ...options, releases });
    spans?.kill('SIGKILL');
    printResult({
      ...{ rate: options.rate, seconds: options.seconds, spans_per_s: options.spans, pinned: options.pinned > 0 },
      nodes: options.nodes,
      requests_per_s: load.latencies.length / load.seconds,
      delivery_p50_ms: quantile(load.latencies, 0.5),
      delivery_p99_ms: quantile(load.latencies, 0.99),
      delivery_max_ms: quantile(load.latencies, 1),
      delivery_from_due_p99_ms: quantile(load.fromDue, 0.99),
      delivery_errors: load.errors,
      server_cores: cpu / load.seconds,
      ...{ instances: options.instances, rollbacks: times.length },
      rollback_p50_ms: quantile(times, 0.5),
      rollback_p99_ms: quantile(times, 0.99),
      backwards,
      stopped_cleanly: await nodes.stop(),
    });
    if (load.errors > 0 || backwards > 0 || times.length < options.rollbacks) process.exitCode = 1;
  } finally {
    spans?.kill('SIGKILL');
    await nodes.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const ofLinux = 'taskset';

/** The servers and all they started on the first core; this process and the load of spans elsewhere, which gives way to what measures. */
function pin(servers: readonly Server[], spans: ChildProcess | null): void {
  const onto = (cores: string, pid: number): void =>
    void execFileSync(ofLinux, ['-a', '-c', '-p', cores, String(pid)], { stdio: 'ignore' });
  for (const pid of servers.flatMap((one) => familyOf(one.pid))) onto('0', pid);
  onto('1', process.pid);
  if (spans?.pid === undefined) return;
  onto('1', spans.pid);
  setPriority(spans.pid, 10);
}

/** Spans at a rate, in a process of its own, until it is killed. */
async function spansTo(server: Server, rate: number): Promise<ChildProcess> {
  const load = fork(join(import.meta.dirname, 'fleet-load.ts'), { stdio: 'inherit' });
  const order: FleetOrder = { otlpUrl: server.otlpUrl, key: server.key!, spans: 0, agents: 20, days: 1, rate, seed: 1 };
  load.send(order);
  await new Promise<void>((resolve) => load.once('message', () => resolve()));
  load.send('present');
  return load;
}
