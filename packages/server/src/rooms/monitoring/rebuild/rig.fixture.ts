import { expect } from 'vitest';
import { openTestWarehouse } from '../../../adapters/clickhouse/test-warehouse.fixture.ts';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { ScoreRow, SpanRow } from '../../../ingest/rows.ts';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { spoolTables } from '../../../ingest/spool/tables.ts';
import type { Database } from '../../../ports/database.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { steppedClock } from '../../../spine/clock.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { Rebuild } from './rebuild.ts';

/** Unix seconds. */
export const minute = 1_795_325_040;
/** Unix milliseconds. */
export const start = minute * 1000 + 5 * 60_000;

export const traceId = (n: number): string => n.toString(16).padStart(32, '0');
export const span = (trace: number, spanId: string, parent: string, changes: Partial<SpanRow> = {}): SpanRow =>
  spanRow({
    trace_id: traceId(trace),
    span_id: spanId.padEnd(16, '0'),
    parent_span_id: parent && parent.padEnd(16, '0'),
    start_time: BigInt(minute + 1) * 1_000_000_000n,
    bucket: minute,
    received_at: start,
    marks: [],
    ...changes,
  });
export const whole = (trace: number): SpanRow[] => [
  span(trace, 'a', ''),
  span(trace, 'b', 'a', { kind: 'llm', agent: '', input_tokens: 100, output_tokens: 10 }),
  span(trace, 'c', 'a', { kind: 'tool', tool: 'lookup', agent: '', input_tokens: null, status: 2, failed: true }),
];

/** The rebuild on real engines of its own. */
export class RebuildRig {
  readonly warehouse: Warehouse;
  readonly state: Database;
  inserts = 0;

  constructor(warehouse: Warehouse, state: Database) {
    this.warehouse = warehouse;
    this.state = state;
  }

  static async open(): Promise<RebuildRig> {
    return new RebuildRig(
      ...(await Promise.all([openTestWarehouse(), openTestDatabase([...spineMigrations, ...monitoringMigrations])])),
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.warehouse.close(), this.state.close()]);
  }

  async clear(): Promise<void> {
    const rollups = ['metrics', 'agents'].flatMap((name) => ['1m', '1h', '1d'].map((tier) => `${name}_${tier}`));
    for (const table of ['spans', 'scores', 'steps', 'runs', 'invocations', ...rollups])
      await this.warehouse.command(`TRUNCATE TABLE ${table}`);
    await this.state.db.deleteFrom('ops_cursors').execute();
  }

  insert(rows: readonly SpanRow[], atMs = start): Promise<void> {
    const out = new RowWriter();
    for (const row of rows) spoolTables.spans.write(out, row);
    return this.#insert('spans', out, atMs);
  }

  insertScores(rows: readonly ScoreRow[], atMs = start): Promise<void> {
    const out = new RowWriter();
    for (const row of rows) spoolTables.scores.write(out, row);
    return this.#insert('scores', out, atMs);
  }

  async #insert(table: 'spans' | 'scores', out: RowWriter, atMs: number): Promise<void> {
    this.inserts++;
    await this.warehouse.insertBlock({
      table,
      columns: spoolTables[table].columns,
      constants: { ingested_at: `fromUnixTimestamp64Micro(${atMs * 1000 + this.inserts})` },
      token: `test-${this.inserts}`,
      source: { bytes: Uint8Array.from(out.view()) },
    });
  }

  /** Runs the job on a clock of its own until `done` holds; `advance` moves time between looks. */
  async until(done: (job: Rebuild) => Promise<boolean>, clock = steppedClock(start)): Promise<void> {
    const errors: unknown[] = [];
    const job = new Rebuild({
      warehouse: this.warehouse,
      state: this.state,
      // Pauses between cycles cost a test nothing.
      clock: { now: clock.now, monotonic: () => 10 * performance.now() },
      onError: (error) => errors.push(error),
    });
    job.start();
    const end = performance.now() + 15_000;
    while (!(await done(job)) && performance.now() < end && errors.length === 0) {
      await new Promise((next) => setTimeout(next, 50));
      clock.advance(2_000);
    }
    const finished = await done(job);
    await job.stop();
    expect(errors).toEqual([]);
    expect(finished).toBe(true);
  }

  async one<Row>(sql: string): Promise<Row> {
    return (await this.warehouse.query<Row>(sql))[0]!;
  }

  rolledUp =
    (workspace = 'wsp_1') =>
    async (job: Rebuild): Promise<boolean> => {
      const { n } = await this.one<{ n: string }>('SELECT count() AS n FROM metrics_1d');
      return (
        Number(n) > 0 && job.openMinutes(workspace).also.length === 0 && job.openMinutes(workspace).after >= minute
      );
    };
}
