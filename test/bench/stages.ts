import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../packages/server/src/adapters/clickhouse/migrate.ts';
import { migrations } from '../../packages/server/src/adapters/clickhouse/migrations/index.ts';
import { openWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';
import { ContentCache } from '../../packages/server/src/ingest/content/cache.ts';
import { inflate } from '../../packages/server/src/ingest/otlp/inflate.ts';
import { eachSpan } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits } from '../../packages/server/src/ingest/otlp/types.ts';
import type { Sender } from '../../packages/server/src/ingest/rows.ts';
import type { SealedSegment } from '../../packages/server/src/ingest/spool/segment.ts';
import { digest } from '../../packages/server/src/ingest/thread/pipeline.ts';
import { Spool } from '../../packages/server/src/ingest/spool/spool.ts';
import { spoolTableNames, spoolTables } from '../../packages/server/src/ingest/spool/tables.ts';
import type { Warehouse } from '../../packages/server/src/ports/warehouse.ts';
import { Assembly } from '../../packages/server/src/rooms/monitoring/rebuild/assembly.ts';
import { AssemblerThread } from '../../packages/server/src/rooms/monitoring/rebuild/assembler-thread.ts';
import { RecentBlocks } from '../../packages/server/src/rooms/monitoring/rebuild/recent-blocks.ts';
import { Rollup } from '../../packages/server/src/rooms/monitoring/rebuild/rollup.ts';
import { makeLoad } from './load.ts';
import { chdbChildOf, cpuSeconds, folderBytes } from './processes.ts';
import { numbersFrom, printResult, printTable } from './report.ts';

/**
 * `npm run bench -- stages --spans 60000`: CPU microseconds per span of each stage on its way, one after the other, so that
 * a stage pays for nothing but itself. CPU time, not wall time: other load on the machine disturbs it little.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { spans: wanted, batch } = numbersFrom(args, { spans: 60_000, batch: 6_000 });
  const { bodies } = makeLoad(wanted, { rate: 15_000, seed: 11 });
  const spans = bodies.reduce((sum, body) => sum + body.spans, 0);
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-stages-'));
  const warehouse = await openWarehouse({ dataDir: join(dir, 'warehouse') });
  await migrate(warehouse, migrations);
  const child = chdbChildOf(process.pid)!;
  const rows: [stage: string, here: number, engine: number][] = [];
  const stage = async <Made>(name: string, work: () => Made | Promise<Made>): Promise<Made> => {
    const before = [process.cpuUsage(), cpuSeconds([child])] as const;
    const made = await work();
    const here = process.cpuUsage(before[0]);
    rows.push([name, (here.user + here.system) / spans, ((cpuSeconds([child]) - before[1]) * 1e6) / spans]);
    return made;
  };
  try {
    const sender: Sender = {
      workspaceId: 'w',
      teamId: 't',
      keyId: 'k',
      agent: null,
      environment: null,
      contentKey: new Uint8Array(32).fill(3),
      contentMode: 'keep',
    };
    const inflated = await stage('inflate', () => bodies.map((body) => inflate(body.bytes, 'gzip', 64 << 20)));
    await stage('decode', () => inflated.forEach((body) => eachSpan(body, defaultReadLimits, () => {})));
    const contents = new ContentCache();
    const sealed = await stage('all of it: inflate, decode, map, encode, spool', () =>
      spoolAll(join(dir, 'spool'), bodies, {
        sender,
        contents,
        bodiesPerSegment: Math.ceil((bodies.length * batch) / spans),
      }),
    );
    for (const table of spoolTableNames) await stage(`insert ${table}`, () => insertAll(warehouse, sealed, table));
    await stage('merge', async () => {
      for (const table of ['spans', 'content', 'message_refs'])
        await warehouse.command(`OPTIMIZE TABLE ${table} FINAL`);
    });
    const thread = new AssemblerThread();
    let version = Date.now() * 1000;
    const rollup = new Rollup(warehouse, () => ++version);
    await stage('rebuild runs', async () => {
      const assembly = new Assembly({
        onTooLarge: () => {},
        warehouse,
        thread,
        nextVersion: () => ++version,
        recent: new RecentBlocks(),
        handled: { after: 0, near: [] },
        monotonic: () => performance.now(),
        keepObserved: async () => {},
        reported: { of: async () => [] },
      });
      for (let step = await assembly.advance(0); step !== null; step = await assembly.advance(0))
        rollup.touch(step.touched, 0);
    });
    await stage('roll up', () => rollup.advance(Date.now() + 3_600_000, Number.MAX_SAFE_INTEGER));
    await thread.close();
    await stage('merge derived', async () => {
      for (const table of ['steps', 'runs', 'invocations']) await warehouse.command(`OPTIMIZE TABLE ${table} FINAL`);
    });
    report(rows, spans, folderBytes(join(dir, 'warehouse')));
  } finally {
    await warehouse.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Filling = { sender: Sender; contents: ContentCache; bodiesPerSegment: number };

async function spoolAll(dir: string, bodies: readonly { bytes: Uint8Array }[], how: Filling): Promise<SealedSegment[]> {
  const sealed: SealedSegment[] = [];
  const spool = new Spool(dir, {
    onSealed: (segment) => sealed.push(segment),
    onError: (error) => console.error(error),
  });
  const options = { contents: how.contents, maxInflatedBytes: 64 << 20 };
  for (const [index, { bytes }] of bodies.entries()) {
    const request = {
      signal: 'traces',
      contentType: 'protobuf',
      encoding: 'gzip',
      body: bytes,
      sender: how.sender,
    } as const;
    await spool.append((sink) => digest(request, Date.now(), options, sink));
    if ((index + 1) % how.bodiesPerSegment === 0) spool.seal();
  }
  await spool.close();
  return sealed;
}

async function insertAll(
  warehouse: Warehouse,
  sealed: readonly SealedSegment[],
  table: (typeof spoolTableNames)[number],
): Promise<void> {
  for (const [index, segment] of sealed.entries()) {
    const block = segment.blocks.find((one) => one.table === table);
    if (block === undefined) continue;
    await warehouse.insertBlock({
      table: spoolTables[table].table,
      columns: spoolTables[table].columns,
      constants: { ingested_at: `fromUnixTimestamp64Micro(${Date.now() * 1000 + index})` },
      token: `${segment.id}:${table}`,
      source: { path: block.path },
    });
  }
}

function report(rows: readonly [string, number, number][], spans: number, bytes: number): void {
  const round = (value: number): number => Math.round(value * 10) / 10;
  const total = rows.reduce((sum, [name, here, engine]) => sum + (name === 'encode' ? 0 : here + engine), 0);
  printTable([
    ['stage', 'here µs', 'engine µs', 'together µs'],
    ...rows.map(([name, here, engine]) => [name, round(here), round(engine), round(here + engine)]),
  ]);
  const keyed = rows.map(([name, here, engine]) => [
    `${name.replace(/[^a-z]+/g, '_').replace(/_$/, '')}_us`,
    here + engine,
  ]);
  printResult({ ...Object.fromEntries(keyed), total_us: total, bytes_per_span: bytes / spans, spans });
}
