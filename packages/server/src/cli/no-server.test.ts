import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { agents } from './agents.ts';
import { backupList } from './backup.ts';
import { connect } from './connect.ts';
import { startDemo } from './demo.ts';
import { runningServer } from './doctor-server.ts';
import { configOf } from './flags.ts';
import { restore } from './restore.ts';

let dataDir: string;
let said: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-nobody-'));
  said = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((text: unknown) => void said.push(String(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(dataDir, { recursive: true });
});

describe('where no server runs', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    ['agents', 'config.not_running', () => agents({ dataDir })],
    ['connect', 'config.not_running', () => connect({ dataDir, seconds: '1', wait: true })],
    ['up --demo', 'config.no_server', () => startDemo(dataDir)],
  ])('%s says %s, and where it looked', async (_, code, run) => {
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(dataDir) });
    expect(said).toEqual([]);
    // Looking makes nothing.
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('doctor has nothing to say of one, which is no fault', async () => {
    expect(await runningServer(configOf({ dataDir }).config)).toBeNull();
  });

  test('a list of backups is empty, and says how to make one', async () => {
    await backupList({ dataDir });
    expect(said).toEqual(['No backups yet. Make one with: signalbox backup now']);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('restore', () => {
  test('without --yes says what it would replace, and touches nothing', async () => {
    const file = join(dataDir, 'state.tar.gz');
    writeFileSync(file, 'not looked at yet');
    await restore(file, { dataDir });
    expect(said.join('\n')).toContain('Nothing was changed. To do it: signalbox restore --yes');
    expect(process.exitCode).toBe(1);
    expect(readdirSync(dataDir)).toEqual(['state.tar.gz']);
  });

  test('of a file that is not there, or holds no backup, changes nothing', async () => {
    const missing = join(dataDir, 'no-such.tar.gz');
    await expect(restore(missing, { dataDir, yes: true })).rejects.toMatchObject({
      code: 'backup.unreadable',
      message: expect.stringContaining('no-such'),
    });
    const file = join(dataDir, 'text.tar.gz');
    writeFileSync(file, 'this is no archive');
    await expect(restore(file, { dataDir, yes: true })).rejects.toMatchObject({ code: 'backup.unreadable' });
    expect(readdirSync(dataDir)).toContain('text.tar.gz');
    expect(readdirSync(dataDir)).not.toContain('state');
  });
});

test('of a database of one’s own nothing is backed up or restored here: its own tools do that', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  const refused = { code: 'backup.own_dump' };
  await expect(backupList({ dataDir })).rejects.toMatchObject(refused);
  await expect(restore(join(dataDir, 'x'), { dataDir, yes: true })).rejects.toMatchObject(refused);
});

describe('flags', () => {
  test('win over the environment, and what is not given leaves it as it was', () => {
    vi.stubEnv('SIGNALBOX_SERVER_PORT', '4001');
    expect(configOf({ dataDir }).config.server.port).toBe(4001);
    expect(configOf({ dataDir, port: '4002' }).config.server.port).toBe(4002);
    expect(configOf({ dataDir }).config.state.dataDir).toBe(dataDir);
  });

  test.each(['-1', '65536', 'http', '80.5'])('a port %j is refused by its name', (port) => {
    expect(() => configOf({ dataDir, port })).toThrow(/port/i);
  });
});
