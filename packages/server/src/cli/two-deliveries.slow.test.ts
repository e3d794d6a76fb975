import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Admin, deployed } from '../../../../test/bench/delivery-admin.ts';
import { Instance } from '../../../../test/bench/delivery-clients.ts';
import { startSupervisor, type Supervisor } from '../adapters/clickhouse/supervisor.ts';
import { testEngine, type TestPlace, testPlace } from '../adapters/postgres/state-database.fixture.ts';
import type { Delivery } from '../rooms/lifecycle/contract-delivery.ts';
import { postgresWire, type PostgresWire } from './postgres-wire.fixture.ts';
import { killStarted, start, type Started } from './process.fixture.ts';

/** Two servers over one PostgreSQL, the second behind a wire that can fail, and instances of the SDK on both. */
describe.runIf(testEngine === 'postgres')('two servers', () => {
  let dir: string;
  let place: TestPlace;
  let supervisor: Supervisor;
  let wire: PostgresWire;
  let a: Started;
  let b: Started;
  let urls: string[];
  let admin: Admin;
  let known: Awaited<ReturnType<typeof deployed>>;
  let instances: Instance[] = [];
  let told = (): void => {};

  const found = (text: string, form: RegExp): string => form.exec(text)?.[1] ?? '';
  /** `port`: 0 = any. */
  async function node(name: string, databaseUrl: string, port = '0'): Promise<Started> {
    const { url, token } = supervisor.endpoint()!;
    const env = {
      ...{ DATABASE_URL: databaseUrl, CLICKHOUSE_URL: url.replace('http://', `http://signalbox:${token}@`) },
      ...{ SIGNALBOX_ROOT_KEY: rootKey, SIGNALBOX_SERVER_PORT: port, SIGNALBOX_SERVER_OTLP_PORT: '0' },
    };
    const one = start(['up', '--data-dir', join(dir, name)], { env });
    await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
    return one;
  }
  const rootKey = randomBytes(32).toString('hex');
  const addressOf = (one: Started): string => found(one.text(), /Open\s+(http:\/\/[^/\s]+)/);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'signalbox-deliveries-'));
    place = await testPlace();
    supervisor = await startSupervisor({ dataDir: join(dir, 'warehouse') });
    const { url } = place.where as { url: string };
    wire = await postgresWire(url);
    a = await node('a', url);
    b = await node('b', wire.url);
    urls = [addressOf(a), addressOf(b)];
    admin = await Admin.signIn({ url: urls[0]!, signInToken: found(a.text(), /\/sign-in\/([\w.~-]+)/) });
    known = await deployed(admin);
    instances = Array.from({ length: 40 }, (_, n) => new Instance({ ...known, urls }, () => told(), n));
    await all(known.releases[0]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(instances.map((one) => one.close()));
    killStarted();
    await wire.close();
    await supervisor.stop();
    await place.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Until all instances run a release; milliseconds. */
  async function all(release: string, since = performance.now()): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    told = () => instances.every((one) => one.release === release) && resolve(performance.now() - since);
    told();
    return promise;
  }
  const at = '/api/v1/agents/delivered/deployments/production';
  const deploy = () => admin.post(`${at}/deploy`, { releaseId: known.releases[1], reason: 'because' });
  const back = () => admin.post(`${at}/roll-back`, { reason: 'because' });
  async function rollbacks(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      await deploy();
      await all(known.releases[1]);
      const began = performance.now();
      await back();
      times.push(await all(known.releases[0], began));
    }
    return times;
  }
  const backwards = (): number => instances.reduce((sum, one) => sum + one.backwards, 0);
  const ask = async (url: string): Promise<Delivery> => {
    const answer = await fetch(`${url}/api/v1/delivery/delivered`, { headers: { 'x-signalbox-key': known.key } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Delivery;
  };

  test('a rollback at one reaches every instance of both within two seconds', async () => {
    const times = await rollbacks(10);
    expect(Math.max(...times)).toBeLessThan(2_000);
    expect(backwards()).toBe(0);
  });

  test('also when the other hears of nothing, and only looks', async () => {
    wire.deafen(true);
    const times = await rollbacks(5);
    expect(wire.lost()).toBeGreaterThan(0);
    wire.deafen(false);
    expect(Math.max(...times)).toBeLessThan(2_000);
    expect(backwards()).toBe(0);
  });

  test('one that has lost the database goes on, says that it is behind, and catches up', async () => {
    // Each event has keys looked up anew, and one that could not be is no key: until this node has heard and asked, it stands on none.
    await vi.waitFor(async () => expect((await ask(urls[1]!)).seq).toBe((await ask(urls[0]!)).seq), 5_000);
    await sleep(1_500);
    await ask(urls[1]!);
    wire.cut(true);
    await deploy();
    const here = async () => expect(await ask(urls[0]!)).toMatchObject({ release: { id: known.releases[1] } });
    await vi.waitFor(here, 2_000);
    expect(await ask(urls[1]!)).toMatchObject({ release: { id: known.releases[0] } });
    await vi.waitFor(async () => expect(await ask(urls[1]!)).toMatchObject({ stale: true }), 15_000);
    expect(await ask(urls[0]!)).toMatchObject({ stale: false });
    wire.cut(false);
    await all(known.releases[1]);
    await vi.waitFor(async () => expect(await ask(urls[1]!)).toMatchObject({ stale: false }), 15_000);
    await back();
    await all(known.releases[0]);
    expect(backwards()).toBe(0);
  });

  test('of one that was killed the instances go to the other, and none goes back; started again it is as the other', async () => {
    await deploy();
    await all(known.releases[1]);
    b.child.kill('SIGKILL');
    await b.exited;
    await back();
    await all(known.releases[0]);
    b = await node('b', wire.url, new URL(urls[1]!).port);
    expect(addressOf(b)).toBe(urls[1]);
    expect(await ask(urls[1]!)).toMatchObject({ release: { id: known.releases[0] }, stale: false });
    const times = await rollbacks(3);
    expect(Math.max(...times)).toBeLessThan(2_000);
    expect(backwards()).toBe(0);
  });
});
