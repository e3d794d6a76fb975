import { accessSync, constants, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { askRunningServer, listen, openState } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';

export type Check = { what: string; state: 'ok' | 'note' | 'bad'; says: string };

/** One by one, since some take a second. Opens nothing that a running server holds. */
export async function* checks(config: Config): AsyncGenerator<Check> {
  yield nodeVersion();
  yield folder(config.state.dataDir);
  yield await disk(config);
  const running = await askIsRunning(config);
  if (running)
    yield { what: 'Server', state: 'ok', says: 'runs on this data directory; its ports and stores are its own' };
  else {
    for (const name of ['port', 'otlpPort', 'grpcPort'] as const)
      yield await port(name, config.server.host, config.server[name]);
    yield await database(config);
  }
  yield durability(config);
  yield await warehouse(config);
}

function nodeVersion(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    what: 'Node',
    state: major >= 24 ? 'ok' : 'bad',
    says: `${process.versions.node}${major >= 24 ? '' : '; needs 24 or newer'}`,
  };
}

function folder(dataDir: string): Check {
  const path = resolve(dataDir);
  const nearest = existsSync(path) ? path : dirname(path);
  try {
    accessSync(nearest, constants.W_OK);
    return { what: 'Data directory', state: 'ok', says: existsSync(path) ? path : `${path} (made at the first start)` };
  } catch {
    return { what: 'Data directory', state: 'bad', says: `${nearest} cannot be written by this user` };
  }
}

async function disk({ state, ingest }: Config): Promise<Check> {
  const path = existsSync(state.dataDir) ? state.dataDir : '.';
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const enough = free > ingest.spoolBytes;
  return {
    what: 'Disk',
    state: enough ? 'ok' : 'note',
    says: `${gib(free)} free; the spool alone may take ${gib(ingest.spoolBytes)}`,
  };
}

async function port(name: string, host: string, number: number): Promise<Check> {
  const what = `server.${name}`;
  const server = createServer();
  try {
    const got = await listen({ server, host, port: number });
    if (got === null) return { what, state: 'note', says: `${number} of ${host} is taken` };
    await new Promise<void>((done) => server.close(() => done()));
    return { what, state: 'ok', says: number === 0 ? `any free port of ${host}` : `${number} of ${host} is free` };
  } catch (error) {
    return { what, state: 'bad', says: (error as Error).message };
  }
}

async function database(config: Config): Promise<Check> {
  const what = 'Control state';
  try {
    const state = await openState(config);
    await state.close();
    return { what, state: 'ok', says: `${state.kind}, schema up to date` };
  } catch (error) {
    return { what, state: 'bad', says: (error as Error).message };
  }
}

const durability = ({ state }: Config): Check =>
  state.databaseUrl === null
    ? {
        what: 'Durability',
        state: 'note',
        says: 'the embedded control state survives a killed process, not a power cut: it never calls fsync. Telemetry does.',
      }
    : { what: 'Durability', state: 'ok', says: 'as set on your PostgreSQL server' };

async function warehouse(config: Config): Promise<Check> {
  const { clickhouseUrl } = config.warehouse;
  if (clickhouseUrl === null) return { what: 'Warehouse', state: 'ok', says: 'embedded, starts with the server' };
  const { origin } = new URL(clickhouseUrl);
  const answer = await fetch(`${origin}/ping`, { signal: AbortSignal.timeout(3_000) }).catch((error: Error) => error);
  const ok = answer instanceof Response && answer.ok;
  return { what: 'Warehouse', state: ok ? 'ok' : 'bad', says: ok ? `${origin} answers` : `${origin} does not answer` };
}

/** Any answer will do: even a refusal comes from a running server. */
async function askIsRunning(config: Config): Promise<boolean> {
  const nobody = { command: 'login-link', email: 'nobody@signalbox.invalid' } as const;
  return askRunningServer(config.state.dataDir, nobody).then(
    (answer) => answer !== null,
    () => true,
  );
}
