import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from './child/engine.ts';
import { refusal } from './child/exception.ts';
import { createHttp } from './child/http.ts';
import { createKiller } from './child/killer.ts';
import { createLanes } from './child/lanes.ts';
import { mergesGiveWay } from './child/merges.ts';
import type { ChildMessage, ChildOptions } from './child/protocol.ts';

/*
 * The process that owns chDB. It gets its options as the first IPC message, answers with its port, and lives as long as its parent:
 * a native crash ends it and not Signalbox, and its inserts hold up no request.
 */

const drainMs = 5_000;
const closeMs = 3_000;
const tell = (message: ChildMessage): void => void process.send?.(message);

const stopping = new AbortController();
const stop = (): void => stopping.abort(refusal(236, 'ABORTED', 'The warehouse is stopping'));
process.on('SIGINT', () => undefined); // ^C reaches the whole group; the parent decides
process.on('SIGTERM', stop);
process.on('disconnect', stop);

async function main(): Promise<void> {
  const [options] = (await once(process, 'message', { signal: stopping.signal })) as [ChildOptions];
  const engine = openEngine(options);
  const read = createLanes(engine.readers, options.maxWaiting);
  const write = createLanes(engine.writers, options.maxWaiting);
  const merges = mergesGiveWay();
  const killer = createKiller(engine.control);
  const server = createHttp({ options, engine, lanes: { read, write }, killer, stopping: stopping.signal });
  server.listen(0, '127.0.0.1', () => tell({ kind: 'ready', port: (server.address() as AddressInfo).port }));
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');

  server.close();
  merges.close();
  await Promise.race([Promise.all([read.idle(), write.idle()]), sleep(drainMs)]);
  server.closeAllConnections();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), closeMs).unref();
  engine.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(stopping.signal.aborted ? 0 : 1);
  },
);
