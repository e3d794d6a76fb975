import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { askRunningServer, listen, lookAtState, openSeal } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { teeCheck } from './doctor-tee.ts';
import { sizeText } from './shown-value.ts';

export type Check = { what: string; state: 'ok' | 'note' | 'bad'; says: string };

/** One by one, since some take a second. Opens nothing that a running server holds. */
export async function* checks(config: Config): AsyncGenerator<Check> {
  yield nodeVersion();
  yield folder(config.state.dataDir);
  yield await disk(config);
  const running = await askIsRunning(config);
  if (running)
    yield {
      what: 'Server',
      state: 'ok',
      says: 'runs on this data directory; its ports and stores are not tried beside it',
    };
  else {
    for (const name of ['port', 'otlpPort', 'grpcPort'] as const)
      yield await port(name, config.server.host, config.server[name]);
    yield* controlState(config);
  }
  yield durability(config);
  yield await warehouse(config);
  yield await teeCheck(config);
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
  const nearest = nearestThere(path);
  if (!statSync(nearest).isDirectory())
    return { what: 'Data directory', state: 'bad', says: `${nearest} is not a folder` };
  try {
    accessSync(nearest, constants.W_OK);
    return { what: 'Data directory', state: 'ok', says: nearest === path ? path : `${path} (made at the first start)` };
  } catch {
    return { what: 'Data directory', state: 'bad', says: `${nearest} cannot be written by this user` };
  }
}

/** The folder itself or, where it is not made yet, the nearest one above it that is. */
const nearestThere = (path: string): string => (existsSync(path) ? path : nearestThere(dirname(path)));

async function disk({ state, ingest }: Config): Promise<Check> {
  const { bavail, bsize } = await statfs(nearestThere(resolve(state.dataDir)));
  const free = bavail * bsize;
  return {
    what: 'Disk',
    state: free > ingest.spoolBytes ? 'ok' : 'note',
    says: `${sizeText(free)} free; the spool alone may take ${sizeText(ingest.spoolBytes)}`,
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

/** Looks only: a doctor that made or migrated a database would surprise whoever runs an older Signalbox on it. */
async function* controlState(config: Config): AsyncGenerator<Check> {
  const what = 'Control state';
  const { dataDir, databaseUrl } = config.state;
  if (databaseUrl === null && !existsSync(join(dataDir, 'state')))
    return yield { what, state: 'ok', says: 'embedded, made at the first start' };
  try {
    const { kind, missing, unknown, sealedUnder } = await lookAtState(config);
    if (unknown.length > 0)
      yield { what, state: 'bad', says: `${kind}, written by a newer Signalbox (${unknown.join(', ')})` };
    else if (missing.length > 0)
      yield { what, state: 'note', says: `${kind}; the next start runs ${missing.join(', ')}` };
    else yield { what, state: 'ok', says: `${kind}, schema up to date` };
    yield rootKey(config, sealedUnder);
  } catch (error) {
    yield { what, state: 'bad', says: (error as Error).message };
  }
}

function rootKey(config: Config, sealedUnder: readonly string[]): Check {
  const what = 'Root key';
  const file = config.root.keyFile ?? join(config.state.dataDir, 'key');
  const wanted = sealedUnder.join(', ');
  if (config.root.key === null && !existsSync(file))
    return {
      what,
      state: wanted === '' ? 'ok' : 'bad',
      says: wanted === '' ? 'made at the first start' : `${file} is gone; the stored secrets need key ${wanted}`,
    };
  const { keyId } = openSeal(config);
  const fits = sealedUnder.every((id) => id === keyId);
  return {
    what,
    state: fits ? 'ok' : 'bad',
    says: fits ? keyId : `is ${keyId}, but the stored secrets need ${wanted}`,
  };
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
