import { randomUUID } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Block, Params, QueryOptions, Warehouse } from '../../ports/warehouse.ts';
import { AppError } from '../../spine/errors.ts';
import type { Backend } from './backend.ts';
import { clustered } from './cluster/statements.ts';
import { openEmbedded } from './embedded.ts';
import { insertSql } from './insert-sql.ts';
import { mapError } from './map-error.ts';
import { openServer } from './server.ts';
import type { SupervisorOptions } from './supervisor.ts';

export type WarehouseOptions = SupervisorOptions | { url: string; cluster?: string | null };

type Limits = { timeoutMs: number; memoryBytes: number; maxRows?: number };

const MB = 1_000_000;
const readLimits: Limits = { timeoutMs: 30_000, memoryBytes: 400 * MB, maxRows: 200_000 };
const streamLimits: Limits = { timeoutMs: 5 * 60_000, memoryBytes: 400 * MB };
const writeLimits: Limits = { timeoutMs: 10 * 60_000, memoryBytes: 500 * MB };
/** The engine ends a statement itself; a call that stays unanswered for this much longer is given up. */
const graceMs = 10_000;

/** Opens the embedded warehouse in `dataDir`, or the ClickHouse server at `url`; resolves when it answers. Does not migrate. */
export async function openWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  return createWarehouse(
    'url' in options ? await openServer(options.url, options.cluster) : await openEmbedded(options),
  );
}

/** Every call rejects with `warehouse.unavailable` (try again), `warehouse.limit` or `warehouse.failed`. */
export function createWarehouse(backend: Backend): Warehouse {
  const call = async <T>(limits: Limits, options: QueryOptions, body: (call: Call) => Promise<T>): Promise<T> => {
    const one = prepare(backend, limits, options);
    try {
      return await body(one);
    } catch (error) {
      throw one.mapped(error);
    }
  };

  async function* stream<Row>(sql: string, params: Params = {}, options: QueryOptions = {}): AsyncGenerator<Row[]> {
    const one = prepare(backend, streamLimits, options);
    try {
      const answer = await one
        .client()
        .query({ query: sql, format: 'JSONEachRow', query_params: params, ...one.common });
      for await (const rows of answer.stream<Row>()) yield rows.map((row) => row.json() as Row);
    } catch (error) {
      throw one.mapped(error);
    }
  }

  return {
    kind: backend.blockDir === null ? 'clickhouse' : 'chdb',
    query: <Row>(sql: string, params: Params = {}, options: QueryOptions = {}) =>
      call(readLimits, options, async ({ client, common }) => {
        const answer = await client().query({
          query: sql,
          format: 'JSONEachRow',
          query_params: params,
          ...whole(common),
        });
        return answer.json<Row>();
      }),
    stream,
    bytes: (sql, params = {}, options = {}) =>
      call(streamLimits, options, async ({ client, common }) => {
        const answer = await client().exec({ query: sql, query_params: params, ...whole(common) });
        return buffer(answer.stream);
      }),
    command: (sql, params = {}, options = {}) =>
      call(writeLimits, options, async ({ client, common }) => {
        const statements = backend.topology === null ? [sql] : clustered(sql, backend.topology);
        for (const query of statements) await client().command({ query, query_params: params, ...common });
      }),
    insertBlock: (block) =>
      call(writeLimits, { settings: insertSettings(block) }, (one) => insert(block, one, backend.blockDir)),
    health: backend.health,
    onHealth: backend.onHealth,
    close: backend.close,
  };
}

type Call = {
  client: () => ClickHouseClient;
  common: { clickhouse_settings: Record<string, string | number>; abort_signal: AbortSignal };
  mapped(error: unknown): unknown;
};

/** A server gathers the answer before it sends any: nothing in binary data could tell of an error on the way. */
const whole = ({ abort_signal, clickhouse_settings }: Call['common']) => ({
  abort_signal,
  clickhouse_settings: { ...clickhouse_settings, wait_end_of_query: 1 as const },
});

function prepare(backend: Backend, limits: Limits, options: QueryOptions): Call {
  const timeoutMs = options.timeoutMs ?? limits.timeoutMs;
  const maxRows = options.maxRows ?? limits.maxRows;
  const late = AbortSignal.timeout(timeoutMs + graceMs);
  return {
    client: backend.client,
    common: {
      abort_signal: options.signal ? AbortSignal.any([late, options.signal]) : late,
      clickhouse_settings: {
        ...backend.settings,
        max_execution_time: timeoutMs / 1_000,
        max_memory_usage: limits.memoryBytes,
        ...(maxRows === undefined ? {} : { max_result_rows: maxRows, result_overflow_mode: 'throw' }),
        ...options.settings,
      },
    },
    mapped: (error) =>
      late.aborted && options.signal?.aborted !== true
        ? new AppError('warehouse.limit', { params: { limit: 'time' }, cause: error })
        : mapError(error, options.signal),
  };
}

/**
 * One block stays one part for each partition, so that a repeated call makes the same parts and the token finds them.
 * A token used again with other rows silently drops those rows: every insert needs its own.
 * Words of messages are indexed when parts are merged, which is put off when there is much to do; newer parts are few and read whole.
 * Duplicates within a block are left to merges and FINAL: taking them out at once costs a fifth of the insert.
 */
const insertSettings = (block: Block): Record<string, string | number> => ({
  insert_deduplicate: 1,
  optimize_on_insert: 0,
  insert_deduplication_token: block.token,
  exclude_materialize_skip_indexes_on_insert: 'ix_text',
  max_insert_threads: 1,
  max_threads: 1,
});

async function insert(block: Block, { client, common }: Call, blockDir: string | null): Promise<void> {
  if (blockDir !== null) {
    const read = (file: string) => client().command({ query: insertSql(block, { file }), ...common });
    if ('path' in block.source) await read(block.source.path);
    else await withFile(join(blockDir, `${randomUUID()}.rb`), block.source.bytes, read);
    return;
  }
  const values =
    'path' in block.source ? (await open(block.source.path)).createReadStream() : Readable.from([block.source.bytes]);
  const answer = await client().exec({ query: insertSql(block, 'body'), values, ...common });
  await buffer(answer.stream);
}

/** Bytes as a file for as long as `use` takes: a third of the CPU of sending them through the engine's HTTP interface. */
async function withFile(path: string, bytes: Uint8Array, use: (path: string) => Promise<unknown>): Promise<void> {
  try {
    await writeFile(path, bytes);
    await use(path);
  } finally {
    await rm(path, { force: true });
  }
}
