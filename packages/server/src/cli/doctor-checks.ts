import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { listen, lookAtState, openSeal } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { teeCheck } from './doctor-tee.ts';
import { runningServer } from './doctor-server.ts';
import { backup, disk, nearestThere, quarantine } from './doctor-storage.ts';

export type Check = { what: string; state: 'ok' | 'note' | 'bad'; says: string };

/** One by one, since some take a second. Opens nothing that a running server holds. */
export async function* checks(config: Config): AsyncGenerator<Check> {
  yield nodeVersion();
  yield folder(config.state.dataDir);
  yield await disk(config);
  yield await backup(config, Date.now());
  yield quarantine(config);
  const server = await runningServer(config);
  yield* server ?? [];
  if (server === null) {
    for (const name of ['port', 'otlpPort', 'grpcPort'] as const)
      yield await port(name, config.server.host, config.server[name]);
  }
  // The embedded state has one owner; a PostgreSQL can be looked at beside a server.
  if (server === null || config.state.databaseUrl !== null) yield* controlState(config);
  yield durability(config);
  if (server === null) yield await warehouse(config);
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
    const { kind, missing, unknown, sealedUnder, clockAheadMs } = await lookAtState(config);
    if (unknown.length > 0)
      yield { what, state: 'bad', says: `${kind}, written by a newer Signalbox (${unknown.join(', ')})` };
    else if (missing.length > 0)
      yield {
        what,
        state: 'note',
        says: `${kind}; the next start runs ${missing.join(', ')}${before(config, missing)}`,
      };
    else yield { what, state: 'ok', says: `${kind}, schema up to date` };
    yield rootKey(config, sealedUnder);
    if (databaseUrl !== null) yield clock(clockAheadMs);
  } catch (error) {
    yield { what, state: 'bad', says: (error as Error).message };
  }
}

/** What the start will want before it changes the schema. */
const before = ({ state, backup: rule }: Config, missing: readonly string[]): string => {
  if (state.databaseUrl === null) return ', after a backup';
  return rule.migrateWithout || missing.includes('spine/0001-foundation') ? '' : ': take a pg_dump, then "up --yes"';
};

/** Nodes hand out the moments that the rebuild reads by: what one node is behind the others may be overlooked. */
function clock(aheadMs: number): Check {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const far = Math.abs(aheadMs) > 30_000;
  const says = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} the database's`;
  return { what: 'Clock', state: far ? 'bad' : 'ok', says: far ? `${says}: keep all nodes in time (NTP)` : says };
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
