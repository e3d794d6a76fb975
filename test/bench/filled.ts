import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './api.ts';
import type { FleetOrder, FleetReport } from './fleet-load.ts';
import { type Server, startServer, stopServer } from './server.ts';

type Told<Type extends FleetReport['type']> = Extract<FleetReport, { type: Type }>;

/** A server full of a fleet's past, and who sends its present. */
export type Filled = {
  server: Server;
  api: Api;
  load: ChildProcess;
  dataDir: string;
  past: Told<'past'>;
  /** Seconds until all that was sent was counted. */
  quietS: number;
};

/** `quiet`: seconds to wait until all of it is counted. `keep`: the folder stays. */
export type Fill = Omit<FleetOrder, 'otlpUrl' | 'key'> & { quiet: number; keep: number };

/** Fills a new server through its real ingest, hands it to `body` and ends everything, however that goes. */
export async function withFilled(fill: Fill, body: (filled: Filled) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-fleet-'));
  const dataDir = join(folder, 'data');
  const server = await startServer({ dataDir, port: 0, otlpPort: 0, logFile: join(folder, 'server.log') });
  const load = fork(join(import.meta.dirname, 'fleet-load.ts'), { stdio: 'inherit' });
  try {
    if (!server.key) throw new Error('the first start printed no key');
    const api = await Api.signIn(server);
    const { quiet, keep: _, ...order } = fill;
    load.send({ ...order, otlpUrl: server.otlpUrl, key: server.key } satisfies FleetOrder);
    const past = await reportOf(load, 'past');
    const { spans, runs, seconds } = past;
    console.log(`past: ${spans} spans, ${runs} runs in ${seconds.toFixed(0)} s; waiting for the rebuild`);
    const quietS = await untilCounted(api, past, quiet);
    await body({ server, api, load, dataDir, past, quietS });
  } finally {
    load.kill('SIGKILL');
    await stopServer(server);
    if (fill.keep) console.log(`kept ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns seconds until everything sent is counted, or `limit`. */
export async function untilCounted(api: Api, sent: { spans: number; runs: number }, limit: number): Promise<number> {
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 1000;
  while (passed() < limit) {
    const totals = await api.totals().catch(() => null);
    if (totals !== null && totals.spans >= sent.spans && totals.runs >= sent.runs) break;
    await sleep(500);
  }
  return passed();
}

export async function reportOf<Type extends FleetReport['type']>(load: ChildProcess, type: Type): Promise<Told<Type>> {
  const report = new Promise<FleetReport>((resolve, reject) => {
    load.once('message', (message: FleetReport) => resolve(message));
    load.once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
  });
  const told = await report;
  if (told.type !== type) throw new Error(`the load told of its ${told.type}`);
  return told as Told<Type>;
}
