import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockDirectory } from '../adapters/postgres/directory-lock.ts';
import { openState } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { loadConfig } from '../spine/config/load.ts';
import { askOperator } from './ask-operator.ts';
import { checks, type Check } from './doctor-checks.ts';

const dirs: string[] = [];
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-doctor-'));
  dirs.push(dir);
  return dir;
};
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

const configIn = (dataDir: string, flags: Record<string, unknown> = {}): Config => {
  const ports = { 'server.port': 0, 'server.otlpPort': 0, 'server.grpcPort': 0 };
  return loadConfig({ env: {}, flags: { 'state.dataDir': dataDir, ...ports, ...flags } }).config;
};
async function examined(config: Config): Promise<Record<string, Pick<Check, 'state' | 'says'>>> {
  const found: Record<string, Pick<Check, 'state' | 'says'>> = {};
  for await (const { what, ...rest } of checks(config)) found[what] = rest;
  return found;
}

test('in an empty folder all is well, and nothing is made', async () => {
  const dataDir = join(fresh(), 'deep', 'down');
  const found = await examined(configIn(dataDir));
  expect(Object.values(found).map((one) => one.state)).not.toContain('bad');
  expect(found['Data directory']!.says).toBe(`${dataDir} (made at the first start)`);
  expect(found['Control state']!.says).toBe('embedded, made at the first start');
  expect(found['Durability']!.says).toContain('not a power cut');
  expect(existsSync(dataDir)).toBe(false);
});

test('a file where the folder should be is bad', async () => {
  const file = join(fresh(), 'file');
  writeFileSync(file, '');
  for (const dataDir of [file, join(file, 'below')])
    expect((await examined(configIn(dataDir)))['Data directory']).toEqual({
      state: 'bad',
      says: `${file} is not a folder`,
    });
});

test('ports: any, taken, or of an address that is not ours', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const { port } = holder.address() as AddressInfo;
  const found = await examined(configIn(fresh(), { 'server.otlpPort': port }));
  expect(found['server.port']).toEqual({ state: 'ok', says: 'any free port of 127.0.0.1' });
  expect(found['server.otlpPort']).toEqual({ state: 'note', says: `${port} of 127.0.0.1 is taken` });
  holder.close();
  const elsewhere = await examined(configIn(fresh(), { 'server.host': '192.0.2.1' }));
  expect(elsewhere['server.port']).toMatchObject({ state: 'bad', says: expect.stringContaining('does not have') });
});

test('a spool larger than the disk is noted', async () => {
  const found = await examined(configIn(fresh(), { 'ingest.spoolBytes': '4000000 GiB' }));
  expect(found['Disk']).toMatchObject({ state: 'note', says: expect.stringContaining('may take 3906.3 TiB') });
});

test('stores that do not answer are bad', async () => {
  const dead = { 'state.databaseUrl': 'postgres://127.0.0.1:1/x', 'warehouse.clickhouseUrl': 'http://127.0.0.1:1' };
  const found = await examined(configIn(fresh(), dead));
  expect(found['Control state']).toMatchObject({ state: 'bad' });
  expect(found['Warehouse']).toEqual({ state: 'bad', says: 'http://127.0.0.1:1 does not answer' });
  expect(found['Durability']).toMatchObject({ state: 'ok' });
});

describe('a control state that is there', () => {
  let config: Config;
  let key: string;
  beforeAll(async () => {
    config = configIn(fresh());
    key = join(config.state.dataDir, 'key');
    await askOperator(config, { command: 'login-link', email: null });
  }, 60_000);

  test('is up to date, and its root key fits', async () => {
    const found = await examined(config);
    expect(found['Control state']).toEqual({ state: 'ok', says: 'pglite, schema up to date' });
    expect(found['Root key']).toEqual({ state: 'ok', says: expect.stringMatching(/^[0-9a-f]{8}$/) });
  });

  test('needs the root key it was made under: another is bad, none is bad and not made anew', async () => {
    const right = readFileSync(key);
    const { says: wanted } = (await examined(config))['Root key']!;
    writeFileSync(key, 'ab'.repeat(32));
    expect((await examined(config))['Root key']).toMatchObject({
      state: 'bad',
      says: expect.stringContaining(`the stored secrets need ${wanted}`),
    });
    renameSync(key, `${key}.lost`);
    expect((await examined(config))['Root key']).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('is gone'),
    });
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, right);
  });

  test('held by a process that does not answer is named', async () => {
    const lock = lockDirectory(config.state.dataDir);
    const found = await examined(config);
    lock.release();
    expect(found['Control state']).toMatchObject({
      state: 'bad',
      says: expect.stringContaining(`process ${process.pid}`),
    });
  });

  test('of another version is told and left as it is', async () => {
    const change = async (text: string): Promise<void> => {
      const { database: state } = await openState(config);
      await sql.raw(text).execute(state.db);
      await state.close();
    };
    await change("insert into ops_migrations (id) values ('spine/9999-tomorrow')");
    expect((await examined(config))['Control state']).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('newer Signalbox (spine/9999-tomorrow)'),
    });
  });
});
