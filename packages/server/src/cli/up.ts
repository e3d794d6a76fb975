import { startServer } from '../main.ts';
import { createLog } from '../spine/log.ts';
import { logOutput } from '../spine/log-output.ts';
import type { LoadedConfig } from '../spine/config/load.ts';
import { startDemo } from './demo.ts';
import type { Fleet } from './demo-fleet.ts';
import { configOf, type Flags } from './flags.ts';
import { hostNotice } from './host-notice.ts';
import { ownName, welcome } from './welcome.ts';
import { Interrupted, listenForStop, untilAborted } from './signals.ts';

/** Runs until SIGTERM or SIGINT. These count from the first moment: a start that is interrupted leaves nothing running. */
export async function up(flags: Flags & { demo?: true }): Promise<void> {
  const stop = listenForStop();
  const loaded = configOf(flags);
  const { config } = loaded;
  const log = createLog(logOptions(loaded), logOutput());
  const began = performance.now();
  const progress = (done: string): void =>
    console.log(`  ✓ ${done} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  console.log('Signalbox is starting');
  const server = await startServer(config, { log, progress, signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
    // Whatever else went wrong came of it: ^C reaches our children too.
    log.debug({ err: error }, 'start interrupted');
    process.exitCode = (stop.reason as Interrupted).exitCode;
    return null;
  });
  if (server === null) return;
  let fleet: Fleet | null = null;
  try {
    const notice = hostNotice(config.server);
    if (notice !== null) console.log(`  ! ${notice}`);
    for (const sentence of server.taken) console.log(`  ! ${sentence}`);
    const { otlpUrl, grpcUrl, ingestKey } = server;
    console.log(welcome({ link: await server.signInUrl(), otlpUrl, grpcUrl, ingestKey, self: ownName(process.env) }));
    if (flags.demo === true) fleet = await startDemo(config.state.dataDir);
    await untilAborted(stop);
  } finally {
    await fleet?.stop();
    await server.stop();
  }
}

/** On a terminal the log is text and quiet unless asked for, so that the lines to copy stay in sight. */
function logOptions({ config, sources }: LoadedConfig): Parameters<typeof createLog>[0] {
  const terminal = process.stderr.isTTY === true;
  return {
    level: terminal && !sources.has('log.level') ? 'warn' : config.log.level,
    format: terminal && !sources.has('log.format') ? 'text' : config.log.format,
  };
}
