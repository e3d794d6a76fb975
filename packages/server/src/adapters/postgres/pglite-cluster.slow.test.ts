import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureCluster } from './pglite-cluster.ts';
import { testEngine } from './state-database.fixture.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'signalbox-cluster-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.runIf(testEngine === 'pglite')('what an interrupted first start left behind is cleared away', async () => {
  mkdirSync(join(dir, 'state.new', 'base'), { recursive: true });
  writeFileSync(join(dir, 'state.new', 'PG_VERSION'), 'half');
  await ensureCluster(join(dir, 'state'));
  expect(readdirSync(dir)).toEqual(['state']);
  expect(existsSync(join(dir, 'state', 'PG_VERSION'))).toBe(true);
});

test.runIf(testEngine === 'pglite')(
  'nobody else may enter a cluster, however open the folder above and the older cluster are',
  async () => {
    chmodSync(dir, 0o755);
    const cluster = join(dir, 'state');
    await ensureCluster(cluster);
    expect(statSync(cluster).mode & 0o777).toBe(0o700);
    chmodSync(cluster, 0o755);
    await ensureCluster(cluster);
    expect(statSync(cluster).mode & 0o777).toBe(0o700);
  },
);

test('a cluster that is there is not touched', async () => {
  mkdirSync(join(dir, 'state'));
  writeFileSync(join(dir, 'state', 'PG_VERSION'), '18');
  await ensureCluster(join(dir, 'state'));
  expect(readdirSync(join(dir, 'state'))).toEqual(['PG_VERSION']);
});

test('a directory that cannot be written is named', async () => {
  writeFileSync(join(dir, 'file'), '');
  await expect(ensureCluster(join(dir, 'file', 'state'))).rejects.toThrow(join(dir, 'file'));
});
