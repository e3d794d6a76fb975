import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Signalbox in a process of its own, as `signalbox up` starts it, on embedded stores in a folder of the bench. */
export type Server = {
  child: ChildProcess;
  pid: number;
  url: string;
  otlpUrl: string;
  grpcUrl: string | null;
  key: string | null;
  signInToken: string;
  readyMs: number;
};
/** `grpcPort` is any when not given. */
export type Place = {
  dataDir: string;
  port: number;
  otlpPort: number;
  grpcPort?: number;
  logFile: string;
  env?: Record<string, string>;
};

const root = join(import.meta.dirname, '..', '..');
const entry = join(root, 'packages', 'server', 'dist', 'cli', 'main.js');
/** What `npm start` tells V8 (docs/decisions/0005), from where it stands. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
const engineArgs = /"\$N" (.*) packages\//.exec(scripts.start)![1]!.split(' ');

/** Starts it as `npm start` does and waits until it has said where it is. Rejects with the end of its log when it ends before that, or after 60 s. */
export async function startServer(place: Place): Promise<Server> {
  const began = performance.now();
  // NODE_ARGS='--cpu-prof --cpu-prof-dir=…' profiles every thread of the server.
  const child = spawn(
    process.execPath,
    [...engineArgs, ...(process.env['NODE_ARGS']?.split(' ').filter(Boolean) ?? []), entry, 'up'],
    {
      env: {
        ...process.env,
        MALLOC_ARENA_MAX: process.env['ARENAS'] ?? '2',
        SIGNALBOX_STATE_DATA_DIR: place.dataDir,
        SIGNALBOX_SERVER_PORT: String(place.port),
        SIGNALBOX_SERVER_OTLP_PORT: String(place.otlpPort),
        SIGNALBOX_SERVER_GRPC_PORT: String(place.grpcPort ?? 0),
        SIGNALBOX_LOG_LEVEL: 'warn',
        ...place.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const killIt = (): void => void child.kill('SIGKILL');
  process.once('exit', killIt); // a bench that ends in the middle leaves nothing behind
  child.once('exit', () => process.off('exit', killIt));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-100_000);
      appendFileSync(place.logFile, text);
    });
  for (let waited = 0; waited < 60_000; waited += 20) {
    const found = readAddresses(said);
    if (found) return { child, pid: child.pid!, ...found, readyMs: performance.now() - began };
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server ended (${child.exitCode ?? child.signalCode}):\n${said.slice(-3000)}`);
    await sleep(20);
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not say where it is within 60 s:\n${said.slice(-3000)}`);
}

/** The sign-in link and the lines to paste into an agent, as `up` prints them. The key is shown by the first start only. */
function readAddresses(said: string): Omit<Server, 'child' | 'pid' | 'readyMs'> | null {
  const link = /(https?:\/\/\S+?)\/sign-in\/([\w.~-]+)/.exec(said);
  const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=["']?(https?:\/\/[^\s"']+)/.exec(said);
  const protocol = said.includes('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (!link || !endpoint || !protocol) return null;
  const key = /x-signalbox-key=["']?(sbx_[\w-]+)/.exec(said)?.[1] ?? null;
  const grpcUrl = /protocol grpc, endpoint (\S+)/.exec(said)?.[1] ?? null;
  return { url: link[1]!, signInToken: link[2]!, otlpUrl: endpoint[1]!.replace(/\/$/, ''), grpcUrl, key };
}

/** SIGTERM, and after 20 s SIGKILL. @returns whether it ended by itself. */
export async function stopServer(server: Server): Promise<boolean> {
  if (server.child.exitCode !== null || server.child.signalCode !== null) return false;
  const ended = new Promise<boolean>((resolve) => server.child.once('exit', () => resolve(true)));
  server.child.kill('SIGTERM');
  const clean = await Promise.race([ended, sleep(20_000, false, { ref: false })]);
  if (!clean) server.child.kill('SIGKILL');
  return clean;
}

/** A port of the loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
