import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WarehouseHealth } from '../../ports/warehouse.ts';
import { openEmbedded } from './embedded.ts';
import { startSupervisor } from './supervisor.ts';
import { createWarehouse } from './warehouse.ts';

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'signalbox-supervisor-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const endless = 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)';

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a killed child is back within 5 s; what was under way can be tried again; what was answered is kept', async () => {
  const backend = await openEmbedded({ dataDir: dir });
  const warehouse = createWarehouse(backend);
  const seen: WarehouseHealth[] = [];
  warehouse.onHealth((health) => seen.push(health));
  await warehouse.command('CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a');
  await warehouse.command('INSERT INTO kept SELECT 1');

  const streaming = (async () => {
    for await (const rows of warehouse.stream('SELECT number FROM numbers(1000000000)'))
      expect(rows.length).toBeGreaterThan(0);
  })();
  const underWay = Promise.allSettled([
    warehouse.query(endless),
    warehouse.command(`INSERT INTO kept ${endless}`),
    streaming,
  ]);
  await new Promise((done) => setTimeout(done, 300));
  const killedAt = performance.now();
  process.kill(backend.pid() ?? 0, 'SIGKILL');
  for (const outcome of await underWay) {
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { code: 'warehouse.unavailable', retryAfterSeconds: 1 },
    });
  }
  await expect.poll(() => warehouse.health().state, { interval: 5 }).not.toBe('up');
  await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'warehouse.unavailable', status: 503 });
  await expect.poll(() => warehouse.health().state, { timeout: 5_000 }).toBe('up');
  expect(await warehouse.query('SELECT a FROM kept')).toEqual([{ a: 1 }]);
  expect(performance.now() - killedAt).toBeLessThan(5_000);

  expect(warehouse.health()).toMatchObject({ restarts: 1, detail: null });
  expect(seen.map((health) => health.state)).toEqual(['down', 'starting', 'up']);
  expect(seen[0]?.detail).toContain('SIGKILL');
  await warehouse.close();
});

test('it comes back again and again, and stop leaves nobody', async () => {
  const supervisor = await startSupervisor({ dataDir: dir });
  for (let round = 1; round <= 3; round += 1) {
    process.kill(supervisor.pid() ?? 0, 'SIGKILL');
    await expect.poll(() => supervisor.health(), { timeout: 5_000 }).toMatchObject({ state: 'up', restarts: round });
  }
  const pid = supervisor.pid() ?? 0;
  process.kill(pid, 'SIGINT');
  await new Promise((done) => setTimeout(done, 200));
  expect(lives(pid)).toBe(true);
  await supervisor.stop();
  expect(lives(pid)).toBe(false);
  expect(supervisor.health()).toMatchObject({ state: 'down', detail: 'stopped', restarts: 3 });
});

test('stop in the middle of a restart leaves nobody either', async () => {
  const supervisor = await startSupervisor({ dataDir: dir });
  process.kill(supervisor.pid() ?? 0, 'SIGKILL');
  await expect.poll(() => supervisor.health().state, { interval: 5 }).toBe('starting');
  await supervisor.stop();
  expect([supervisor.pid(), supervisor.endpoint(), supervisor.health().state]).toEqual([undefined, undefined, 'down']);
  const next = await startSupervisor({ dataDir: dir });
  await next.stop();
});

test('stop ends a query under way instead of waiting for it', async () => {
  const backend = await openEmbedded({ dataDir: dir });
  const warehouse = createWarehouse(backend);
  const query = warehouse.query(endless).catch((error: unknown) => error);
  await new Promise((done) => setTimeout(done, 200));
  const started = performance.now();
  await warehouse.close();
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(await query).toMatchObject({ code: 'warehouse.unavailable' });
});

test('a second process on the same directory is refused and says why', async () => {
  const first = await startSupervisor({ dataDir: dir });
  await expect(startSupervisor({ dataDir: dir, lockPatienceMs: 0 })).rejects.toThrow(/in use by another process/);
  expect(first.health().state).toBe('up');
  // As after a kill: the directory is free in a moment.
  const waiting = startSupervisor({ dataDir: dir, lockPatienceMs: 20_000 });
  await first.stop();
  const second = await waiting;
  expect(second.health().state).toBe('up');
  await second.stop();
});

test('the child dies with a parent that is killed', async () => {
  const script = `import { startSupervisor } from ${JSON.stringify(new URL('./supervisor.ts', import.meta.url).href)};
    const supervisor = await startSupervisor({ dataDir: ${JSON.stringify(dir)} });
    console.log(supervisor.pid());`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(lives(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false);
});
