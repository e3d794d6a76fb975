import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestEdge, roomy, type Caller, type TestEdge } from './edge.fixture.ts';
import { healthMonitor } from './health.ts';

let edge: TestEdge;
beforeAll(async () => {
  edge = await openTestEdge();
});
afterAll(() => edge.stop());

const health = async (as: Caller): Promise<Record<string, Record<string, unknown>>> =>
  (await (await edge.call(as, 'GET', '/api/v1/health')).json()) as Record<string, Record<string, unknown>>;

test('tells everyone whether all is well, and figures only people here and keys that may read', async () => {
  const person = await edge.signIn(edge.first.adminId);
  const key = await edge.key({ scopes: ['read'] });
  for (const as of [person, key])
    expect(await health(as)).toMatchObject({ disk: { status: 'ok' }, ingest: { spoolBytes: 0 }, rebuild: {} });
  const mute = await edge.key({ scopes: ['ingest', 'content'] });
  const wrong = `sbx_${'0'.repeat(32)}_${'0'.repeat(48)}`;
  const gone = { cookie: 'signalbox_session=gone', csrf: '' };
  for (const as of [null, mute, wrong, gone]) expect(await health(as)).toEqual({ status: 'ok', version: '0.0.0-test' });
});

test('holds no path, address or error text', async () => {
  const person = await edge.signIn(edge.first.adminId);
  edge.warehouse.set({ state: 'down', detail: 'chdb at /secret/place: password=hush' });
  expect(await health(null)).toEqual({ status: 'degraded', version: '0.0.0-test' });
  const text = JSON.stringify(await health(person));
  expect(JSON.parse(text)).toMatchObject({
    status: 'degraded',
    warehouse: { status: 'down' },
    state: { status: 'up' },
  });
  expect(text).not.toMatch(/secret|hush/);
  edge.warehouse.set({ state: 'up', detail: null });
  expect(await health(person)).toMatchObject({ status: 'ok', ingest: { quarantined: 0 } });
  expect((await edge.call(null, 'HEAD', '/api/v1/health')).status).toBe(200);
});

test('a restarting warehouse leaves the server ready', async () => {
  edge.warehouse.set({ state: 'down' });
  const answers = await Promise.all(['/healthz', '/readyz'].map((path) => edge.call(null, 'GET', path)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  edge.warehouse.set({ state: 'up' });
});

test('a control state that does not answer is down until it does, and each turn is told once', async () => {
  let fails = true;
  const database = { ...edge.state, now: () => (fails ? Promise.reject(new Error('gone')) : edge.state.now()) };
  const warehouse = {
    health: () => ({ state: 'up', since: 0, detail: null, restarts: 0 }),
    onHealth: () => () => {},
  } as never;
  let disk = roomy;
  const monitor = healthMonitor({
    ...{ database, warehouse, ingest: null, clock: edge.system.clock, version: 'x' },
    disk: { read: () => disk },
    rebuildLag: async () => 61.5,
    backups: { list: async () => [{ file: 'f', kind: 'hourly', madeAt: 1000, bytes: 1 }] },
  });
  let told = 0;
  monitor.onChange(() => told++);
  try {
    await vi.waitFor(() => expect(monitor.read().backup).toEqual({ lastAt: '1970-01-01T00:00:01.000Z' }));
    expect(monitor.read().rebuild).toEqual({ lagSeconds: 61.5 });
    await vi.waitFor(() => expect(monitor.read().state.status).toBe('down'), 4_000);
    expect(monitor.read()).toMatchObject({ status: 'degraded', ingest: null });
    fails = false;
    await vi.waitFor(() => expect(monitor.read().state.status).toBe('up'), 4_000);
    expect(told).toBe(2);
    disk = { ...roomy, state: 'filling', bytesPerDay: 7, fullAt: Date.parse('2026-12-01T00:00:00.000Z') };
    await vi.waitFor(() => expect(told).toBe(3), 4_000);
    expect(monitor.read()).toMatchObject({
      status: 'ok',
      disk: { status: 'filling', bytesPerDay: 7, fullAt: '2026-12-01T00:00:00.000Z' },
    });
    disk = { ...roomy, state: 'full' };
    await vi.waitFor(() => expect(told).toBe(4), 4_000);
    expect(monitor.read()).toMatchObject({ status: 'degraded', disk: { status: 'full', fullAt: null } });
  } finally {
    monitor.close();
  }
});

test('no backup yet, one of a PostgreSQL, and a folder that cannot be read are told apart from one made', async () => {
  const warehouse = { health: () => ({ state: 'up', since: 0, detail: null, restarts: 0 }), onHealth: () => () => {} };
  const told = async (backups: Parameters<typeof healthMonitor>[0]['backups']) => {
    const monitor = healthMonitor({
      ...{ database: edge.state, ingest: null, clock: edge.system.clock, version: 'x', disk: { read: () => roomy } },
      ...{ warehouse: warehouse as never, rebuildLag: async () => 0, backups },
    });
    await new Promise((next) => setImmediate(next));
    monitor.close();
    return monitor.read().backup;
  };
  expect(await told({ list: async () => [] })).toEqual({ lastAt: null });
  expect(await told({ list: () => Promise.reject(new Error('loop')) })).toEqual({ lastAt: null });
  expect(await told(null)).toBeNull();
});

test('how far runs are behind is unknown, not zero, where the stores cannot be asked', async () => {
  const monitor = healthMonitor({
    ...{ database: edge.state, ingest: null, clock: edge.system.clock, version: 'x', disk: { read: () => roomy } },
    warehouse: {
      health: () => ({ state: 'up', since: 0, detail: null, restarts: 0 }),
      onHealth: () => () => {},
    } as never,
    rebuildLag: () => Promise.reject(new Error('away')),
    backups: null,
  });
  await new Promise((next) => setImmediate(next));
  expect(monitor.read().rebuild).toEqual({ lagSeconds: null });
  monitor.close();
});
