import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate as migrateWarehouse } from '../../packages/server/src/adapters/clickhouse/migrate.ts';
import { migrations } from '../../packages/server/src/adapters/clickhouse/migrations/index.ts';
import { startSupervisor, type Supervisor } from '../../packages/server/src/adapters/clickhouse/supervisor.ts';
import { openWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';
import { openDatabase } from '../../packages/server/src/adapters/postgres/open.ts';
import { testPlace, type TestPlace } from '../../packages/server/src/adapters/postgres/state-database.fixture.ts';
import type { Warehouse } from '../../packages/server/src/ports/warehouse.ts';
import { runRow } from '../../packages/server/src/rooms/monitoring/views/feed/run-rows.fixture.ts';
import { TestTelemetry } from '../../packages/server/src/rooms/monitoring/views/telemetry.fixture.ts';
import { testWorkspace } from '../../packages/server/src/spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../packages/server/src/spine/migrations/index.ts';
import { migrate } from '../../packages/server/src/spine/migrations/migrate.ts';
import { Random } from '../bench/random.ts';
import type { WorkerOrder } from './feeds-worker.ts';

/*
 * The worker that consumes the ledger and the facts is killed a hundred times: in the middle of an effect outside, right after it,
 * after a commit, and whenever. In the database each effect must be there exactly once; outside at least once, under the same key.
 */

const kills = 100;
const seed = Number(process.env['SEED'] ?? 7);
/** What the receiver or the clock does to the worker in one of its lives. `post`: at which of its posts. */
type Fate = { kind: 'unanswered' | 'answered'; post: number } | { kind: 'committed' } | { kind: 'moment'; ms: number };

let dir: string;
let place: TestPlace;
let supervisor: Supervisor;
let warehouse: Warehouse;
let receiver: Server;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signalbox-feeds-'));
  place = await testPlace();
  supervisor = await startSupervisor({ dataDir: join(dir, 'warehouse') });
  warehouse = await openWarehouse({ url: addressOf(supervisor) });
  await migrateWarehouse(warehouse, migrations);
});
afterAll(async () => {
  receiver?.close();
  await warehouse.close();
  await supervisor.stop();
  await place.remove();
  rmSync(dir, { recursive: true, force: true });
});
const addressOf = (child: Supervisor): string => {
  const { url, token } = child.endpoint()!;
  return url.replace('//', `//signalbox:${token}@`);
};

test(`killed ${kills} times between effect and cursor, the feeds lose nothing and double nothing`, async () => {
  const random = new Random(seed);
  const telemetry = new TestTelemetry(warehouse);
  const setUp = await openDatabase(place.where);
  await migrate(setUp, spineMigrations);
  await sql`create table effects (subscription text not null, key text not null)`.execute(setUp.db);
  const { workspaceId } = await testWorkspace(setUp);
  await setUp.close();

  const delivered = new Map<string, string[]>();
  let life: { worker: ChildProcess; fate: Fate | null; posts: number } | null = null;
  receiver = createServer((request, response) => {
    void (async () => {
      const key = String(request.headers['idempotency-key']);
      const body = await text(request);
      delivered.set(key, [...(delivered.get(key) ?? []), body]);
      const now = life!;
      const due = ++now.posts === (now.fate !== null && 'post' in now.fate ? now.fate.post : -1);
      if (due && now.fate?.kind === 'unanswered') return now.worker.kill('SIGKILL');
      return response.end('ok', () => due && now.worker.kill('SIGKILL'));
    })().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

  const written: string[] = [];
  const killed = { unanswered: 0, answered: 0, committed: 0, moment: 0 };
  const total = (): number => Object.values(killed).reduce((sum, one) => sum + one, 0);
  const live = async (fate: Fate | null, append: number): Promise<void> => {
    const worker = fork(join(import.meta.dirname, 'feeds-worker.ts'), { execArgv: [] });
    life = { worker, fate, posts: 0 };
    const order: WorkerOrder = {
      where: place.where,
      workspaceId,
      warehouseUrl: addressOf(supervisor),
      receiverUrl,
      append,
    };
    worker.send(order);
    if (fate?.kind === 'committed') worker.once('message', () => worker.kill('SIGKILL'));
    const done = new AbortController();
    if (fate?.kind === 'moment')
      sleep(fate.ms, undefined, { signal: done.signal }).then(
        () => worker.kill('SIGKILL'),
        () => undefined,
      );
    const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
    done.abort();
    if (signal === 'SIGKILL' && fate !== null) killed[fate.kind]++;
    else expect([code, signal]).toEqual([0, null]);
  };

  for (let lives = 0; total() < kills && lives < 2 * kills; lives++) {
    const rows = Array.from({ length: random.between(1, 4) }, (_, at) =>
      runRow(BigInt(lives * 10 + 1 + Math.floor(at / 2))),
    );
    await telemetry.insert(
      'runs',
      rows.map((row) => ({ ...row, workspace_id: workspaceId })),
    );
    written.push(...rows.map((row) => `${row.version} ${row.run_id}`));
    await live(fateOf(random), random.between(1, 5));
  }
  await live(null, 1);

  const state = await openDatabase(place.where);
  const effects = await sql<{ subscription: string; key: string }>`select subscription, key from effects`.execute(
    state.db,
  );
  const last = await sql<{
    seq: number;
  }>`select max(seq)::int as seq from ledger where workspace_id = ${workspaceId}`.execute(state.db);
  await state.close();
  const expected = [
    ...Array.from({ length: last.rows[0]!.seq }, (_, at) => `ledger ${at + 1}`),
    ...written.map((key) => `facts ${key}`),
  ].toSorted();
  const posts = [...delivered.values()].reduce((sum, bodies) => sum + bodies.length, 0);
  console.log(
    `seed ${seed}: killed ${JSON.stringify(killed)}; ${expected.length} effects, delivered outside in ${posts} posts, ${posts - delivered.size} of them again`,
  );
  expect(total()).toBe(kills);
  expect(killed.unanswered + killed.answered).toBeGreaterThan(kills / 2);
  expect(effects.rows.map(({ subscription, key }) => `${subscription} ${key}`).toSorted()).toEqual(expected);
  expect([...delivered.keys()].toSorted()).toEqual(expected);
  for (const bodies of delivered.values()) expect(new Set(bodies).size).toBe(1);
  // Without repeats nothing would have been tried.
  expect(posts).toBeGreaterThan(delivered.size + kills / 4);
}, 600_000);

function fateOf(random: Random): Fate {
  const kind = random.pick([
    'unanswered',
    'unanswered',
    'answered',
    'answered',
    'answered',
    'committed',
    'moment',
  ] as const);
  if (kind === 'committed') return { kind };
  return kind === 'moment' ? { kind, ms: random.between(200, 1_500) } : { kind, post: random.between(1, 6) };
}
