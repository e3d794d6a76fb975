import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbedded } from '../../packages/server/src/adapters/clickhouse/embedded.ts';
import { migrate } from '../../packages/server/src/adapters/clickhouse/migrate.ts';
import { migrations } from '../../packages/server/src/adapters/clickhouse/migrations/index.ts';
import { createWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';
import type { IngestRequest } from '../../packages/server/src/ingest/index.ts';
import { IngestThread } from '../../packages/server/src/ingest/thread/ingest-thread.ts';
import type { Warehouse } from '../../packages/server/src/ports/warehouse.ts';
import { systemClock } from '../../packages/server/src/spine/clock.ts';
import { Random } from '../bench/random.ts';

/* chDB is killed in the middle of queries and inserts while telemetry goes on: no segment is lost, nobody is left behind. */

const kills = 20;
const seed = Number(process.env['SEED'] ?? 11);

let dataDir: string;
let backend: Awaited<ReturnType<typeof openEmbedded>>;
let warehouse: Warehouse;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-feeds-'));
  backend = await openEmbedded({ dataDir: join(dataDir, 'warehouse') });
  warehouse = createWarehouse(backend);
  await migrate(warehouse, migrations);
});
afterAll(async () => {
  await warehouse.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const lives = (pid: number): boolean => existsSync(`/proc/${pid}`);
const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
const sender: IngestRequest['sender'] = {
  ...{ workspaceId: 'wsp_fire', teamId: 'tea_fire', keyId: 'key_fire', agent: null, environment: null },
  ...{ contentKey: new Uint8Array(32), contentMode: 'keep' },
};
function request(from: number, spans: number): IngestRequest {
  const list = Array.from({ length: spans }, (_, at) => ({
    traceId: hex(from, 32),
    spanId: hex(from + at, 16),
    name: 'step',
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now() + 5}000000`,
    attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
  }));
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: list }] }] }));
  return { signal: 'traces', contentType: 'json', encoding: 'identity', body: Uint8Array.from(body), sender };
}

test(`chDB is killed ${kills} times under queries and inserts`, async () => {
  const random = new Random(seed);
  const errors: unknown[] = [];
  const ingest = new IngestThread({
    ...{ dataDir, warehouse, clock: systemClock, retentionDays: 30 },
    ...{ queueBytes: 1 << 24, spoolBytes: 1 << 30, maxInflatedBytes: 1 << 24 },
    onError: (error) => errors.push(error),
    onInserted: () => {},
  });
  await ingest.ready();
  let accepted = 0;
  let sending = true;
  const traffic = (async () => {
    while (sending) {
      const spans = random.between(50, 400);
      await ingest.accept(request(accepted + 1, spans));
      accepted += spans;
      await sleep(60);
    }
  })();

  const seen = new Set<number>();
  const refusals: Record<string, number> = {};
  let inserting = 0;
  for (let kill = 0; kill < kills; kill++) {
    await expect.poll(() => warehouse.health().state, { timeout: 15_000 }).toBe('up');
    const pid = backend.pid()!;
    seen.add(pid);
    const underWay = [
      warehouse.query('SELECT sum(sipHash64(number)) FROM numbers(1000000000000)'),
      warehouse.query(
        // Not a join: the engine may keep the numbers in memory, and they would meet the statement's limit before the kill.
        'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number, (SELECT count() FROM spans)) = 0',
      ),
      warehouse.command('INSERT INTO logs (body) SELECT toString(sipHash64(number)) FROM numbers(300000000)'),
      warehouse.bytes('SELECT sipHash64(number) FROM numbers(1000000000) FORMAT RowBinary'),
    ].map((call) =>
      call.then(
        () => null,
        (error: unknown) => error as { code?: string; status?: number; retryAfterSeconds?: number },
      ),
    );
    await sleep(random.between(150, 900));
    if (ingest.status().spoolSegments > 0) inserting++;
    process.kill(pid, 'SIGKILL');
    for (const outcome of await Promise.all(underWay)) {
      expect(outcome).toMatchObject({ code: 'warehouse.unavailable', status: 503, retryAfterSeconds: 1 });
      refusals[outcome!.code!] = (refusals[outcome!.code!] ?? 0) + 1;
    }
    await expect.poll(() => lives(pid), { timeout: 5_000, interval: 10 }).toBe(false);
  }
  sending = false;
  await traffic;
  const stored = async (): Promise<number> =>
    Number(
      (await warehouse.query<{ n: string }>('SELECT uniqExact(span_id) AS n FROM spans').catch(() => []))[0]?.n ?? -1,
    );
  await expect.poll(stored, { timeout: 60_000, interval: 500 }).toBe(accepted);
  const [rows] = await warehouse.query<{ raw: string; final: string }>(
    'SELECT (SELECT count() FROM spans) AS raw, (SELECT count() FROM spans FINAL) AS final',
  );
  console.log(
    `seed ${seed}: ${accepted} spans acknowledged and there; ${rows!.raw} rows; ${JSON.stringify(refusals)}; ${inserting} kills with segments waiting or on their way`,
  );
  expect(Number(rows!.final)).toBe(accepted);
  expect(ingest.status()).toMatchObject({ acceptedSpans: accepted, quarantined: 0, spoolSegments: 0 });
  expect(errors).toEqual([]);
  expect(inserting).toBeGreaterThan(kills / 4);
  expect(warehouse.health().restarts).toBe(kills);
  await ingest.close();
  expect(readdirSync(join(dataDir, 'spool')).filter((name) => /\.(ready|rb)$/.test(name))).toEqual([]);

  seen.add(backend.pid()!);
  await warehouse.close();
  expect(seen.size).toBe(kills + 1);
  expect([...seen].filter(lives)).toEqual([]);
}, 300_000);
