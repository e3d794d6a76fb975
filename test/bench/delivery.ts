import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instance, openLoad, sent, type Target } from './delivery-clients.ts';
import type { FleetOrder } from './fleet-load.ts';
import { cpuSeconds, familyOf } from './processes.ts';
import { numbersFrom, printResult, quantile } from './report.ts';
import { type Server, startServer, stopServer } from './server.ts';

/**
 * What delivery costs: --rate requests/s for --seconds, natively and by OFREP, while --spans spans/s arrive; the server on the first core
 * and everything else on the others. Then --rollbacks rollbacks, each from the request to the last of --instances connected instances
 * that serves the old release.
 */
export async function run(args: readonly string[]): Promise<void> {
  const defaults = { rate: 2_000, seconds: 30, spans: 2_000, instances: 200, rollbacks: 100, pinned: 1 };
  const options = numbersFrom(args, defaults);
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-delivery-'));
  const place = { dataDir: join(folder, 'data'), port: 0, otlpPort: 0, logFile: join(folder, 'server.log') };
  const server = await startServer(place);
  let spans: ChildProcess | null = null;
  try {
    if (!server.key) throw new Error('the first start printed no key');
    const admin = await Admin.signIn(server);
    const { target, releases } = await deployed(admin, server);
    if (options.spans > 0) spans = await spansTo(server, options.spans);
    if (options.pinned > 0) pin(server, spans);
    await openLoad(target, { rate: Math.min(200, options.rate), seconds: 5 }); // compiled code, kept connections
    const cpuBefore = cpuSeconds(familyOf(server.pid));
    const load = await openLoad(target, options);
    const cpu = cpuSeconds(familyOf(server.pid)) - cpuBefore;
    const { times, backwards } = await rollbacks(admin, target, { ...options, releases });
    spans?.kill('SIGKILL');
    printResult({
      ...{ rate: options.rate, seconds: options.seconds, spans_per_s: options.spans, pinned: options.pinned > 0 },
      requests_per_s: load.latencies.length / load.seconds,
      delivery_p50_ms: quantile(load.latencies, 0.5),
      delivery_p99_ms: quantile(load.latencies, 0.99),
      delivery_max_ms: quantile(load.latencies, 1),
      delivery_errors: load.errors,
      server_cores: cpu / load.seconds,
      ...{ instances: options.instances, rollbacks: times.length },
      rollback_p50_ms: quantile(times, 0.5),
      rollback_p99_ms: quantile(times, 0.99),
      backwards,
      stopped_cleanly: await stopServer(server),
    });
    if (load.errors > 0 || backwards > 0 || times.length < options.rollbacks) process.exitCode = 1;
  } finally {
    spans?.kill('SIGKILL');
    await stopServer(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

const ofLinux = 'taskset';

/** The server and all it started on the first core; this process and the load of spans elsewhere. */
function pin(server: Server, spans: ChildProcess | null): void {
  const onto = (cores: string, pid: number): void =>
    void execFileSync(ofLinux, ['-a', '-c', '-p', cores, String(pid)], { stdio: 'ignore' });
  for (const pid of familyOf(server.pid)) onto('0', pid);
  for (const pid of [process.pid, ...(spans?.pid === undefined ? [] : [spans.pid])]) onto('1', pid);
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

type Rollbacks = { instances: number; rollbacks: number; releases: [string, string] };

/** Milliseconds of each rollback until the last instance was told of the old release. */
async function rollbacks(
  admin: Admin,
  target: Target,
  { instances: count, rollbacks: wanted, releases: [old, next] }: Rollbacks,
): Promise<{ times: number[]; backwards: number }> {
  let told = (): void => {};
  const instances = Array.from({ length: count }, (_, n) => new Instance(target, () => told(), n % 2 === 0));
  const all = async (release: string): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    told = () => instances.every((one) => one.release === release) && resolve(true);
    told();
    return Promise.race([promise, sleep(20_000, false, { ref: false })]);
  };
  const at = `/api/v1/agents/${target.agent}/deployments/production`;
  const times: number[] = [];
  await all(old);
  for (let n = 0; n < wanted; n++) {
    await admin.post(`${at}/deploy`, { releaseId: next, reason: 'bench' });
    if (!(await all(next))) throw new Error('not every instance was told of a deployment within 20 s');
    const began = performance.now();
    const done = all(old);
    await admin.post(`${at}/roll-back`, { reason: 'bench' });
    if (await done) times.push(performance.now() - began);
  }
  await Promise.all(instances.map((one) => one.close()));
  return { times, backwards: instances.reduce((sum, one) => sum + one.backwards, 0) };
}

/** An agent with two releases, the first of them deployed, and a key to ask for it. */
async function deployed(admin: Admin, server: Server): Promise<{ target: Target; releases: [string, string] }> {
  const { items } = (await admin.get('/api/v1/teams')) as { items: { id: string }[] };
  const teamId = items[0]!.id;
  const ids: string[] = [];
  for (const notes of ['one', 'two']) {
    const manifest = { schema: 'signalbox.release/v1', notes, settings: { greeting: 'Hello'.repeat(20) } };
    const file = {
      ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'delivered', team: teamId } },
      release: { why: 'bench', manifest: { ...manifest, schema: undefined } },
    };
    const applied = (await admin.post('/api/v1/apply', { file })) as { release: { id: string } };
    ids.push(applied.release.id);
  }
  const body = { name: 'delivery', teamId, scopes: ['deliver'] };
  const { secret: key } = (await admin.post('/api/v1/keys', body)) as { secret: string };
  await admin.post('/api/v1/agents/delivered/deployments/production/deploy', { releaseId: ids[0], reason: 'bench' });
  return { target: { url: server.url, key, agent: 'delivered' }, releases: [ids[0]!, ids[1]!] };
}

/** A signed-in person who may change things. */
class Admin {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  private constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  static async signIn(server: Server): Promise<Admin> {
    const answer = await fetch(`${server.url}/api/v1/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: server.signInToken }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0]!)
      .join('; ');
    const { csrf } = (await new Admin(server.url, { cookie }).get('/api/v1/me')) as { csrf: string };
    return new Admin(server.url, { cookie, 'x-signalbox-csrf': csrf });
  }

  get(path: string): Promise<unknown> {
    return this.#call('GET', path);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call('POST', path, JSON.stringify(body));
  }

  async #call(method: string, path: string, body?: string): Promise<unknown> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { agent: this.#agent, method, headers: { ...this.#headers, ...type } };
    const { status, text } = await sent(this.#url + path, options, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
}
