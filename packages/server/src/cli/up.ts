import { startServer, type Running } from '../main.ts';
import { createLog } from '../spine/log.ts';
import type { LoadedConfig } from '../spine/config/load.ts';
import { configOf, type Flags } from './flags.ts';
import { hostNotice } from './host-notice.ts';
import { Interrupted, listenForStop, untilAborted } from './signals.ts';

/** Runs until SIGTERM or SIGINT. These count from the first moment: a start that is interrupted leaves nothing running. */
export async function up(flags: Flags): Promise<void> {
  const stop = listenForStop();
  const loaded = configOf(flags);
  const { config } = loaded;
  const log = createLog(logOptions(loaded));
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
  try {
    const notice = hostNotice(config.server);
    if (notice !== null) console.log(`  ! ${notice}`);
    for (const sentence of server.taken) console.log(`  ! ${sentence}`);
    console.log(await welcome(server));
    await untilAborted(stop);
  } finally {
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

async function welcome(server: Running): Promise<string> {
  const key = server.ingestKey ?? '<your key>';
  const keyNote =
    server.ingestKey === null
      ? 'Keys are shown once. For a new one: signalbox key create'
      : 'This key is shown only now. For another one: signalbox key create';
  return `
Open    ${await server.signInUrl()}
        works once and for 15 minutes; for a new link: signalbox login-link

Connect an agent: set these where it runs
        OTEL_EXPORTER_OTLP_ENDPOINT=${server.otlpUrl}
        OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=${key}
        OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
        ${keyNote}
`;
}
