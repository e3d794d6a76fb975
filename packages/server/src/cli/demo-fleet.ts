import { fork } from 'node:child_process';
import { join } from 'node:path';

/** What the fleet's process is told (packages/demo/src/run-fleet.ts). `anchor` and `now`: Unix milliseconds. */
export type FleetOptions = {
  otlpUrl: string;
  key: string;
  seed: string;
  anchor: number;
  /** What the server keeps of the agents' releases, by agent and version. */
  releases: { [agent: string]: { [version: string]: { digest: string; prompt: number | null } } };
  now: number;
  days: number;
  rate: number;
  live: boolean;
};
type Report =
  | { say: 'backfilled'; spans: number; seconds: number; all: { runs: number } }
  | { say: 'trouble'; message: string };
export type Fleet = { exited: Promise<number>; stop(): Promise<void> };

const troubleEveryMs = 30_000;

/** Starts the fleet in a process of its own that ends with this one. `say` is given sentences for people. */
export function startFleet(options: FleetOptions, say: (sentence: string) => void): Fleet {
  const child = fork(fleetEntry(), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-old-space-size=192'],
  });
  const exited = new Promise<number>((done) =>
    child.once('exit', (code) => done(code ?? 1)).once('error', () => done(1)),
  );
  let troubleAt = -Infinity;
  child.on('message', (report: Report) => {
    if (report.say === 'backfilled') return say(backfilled(report, options));
    if (performance.now() - troubleAt < troubleEveryMs) return;
    troubleAt = performance.now();
    say(`Demo fleet: ${report.message} It tries again.`);
  });
  child.send(options);
  void exited.then((code) => say(farewell(code)));
  return {
    exited,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const backfilled = ({ spans, seconds, all }: Report & { say: 'backfilled' }, { days, live }: FleetOptions): string =>
  `Demo fleet: ${spans.toLocaleString('en')} spans of ${all.runs.toLocaleString('en')} runs in ${days} days, sent in ${seconds} s${live ? '; it goes on live' : ''}.`;

/** Exit codes of the fleet: 3 = its key is refused. */
function farewell(code: number): string {
  if (code === 0) return 'Demo fleet: stopped.';
  return code === 3 ? 'Demo fleet: its key is not accepted any more, so it has ended.' : `Demo fleet: ended (${code}).`;
}

/** The package stands beside the server's, built or as source like this file. */
function fleetEntry(): string {
  const source = import.meta.filename.endsWith('.ts');
  return join(import.meta.dirname, '../../../demo', source ? 'src/main.ts' : 'dist/main.js');
}
