import { sql } from 'kysely';
import { accessMigrations } from '../../access/migrations/index.ts';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { SpanRow } from '../../ingest/rows.ts';
import { spanRow } from '../../ingest/spool/rows.fixture.ts';
import { spoolTables } from '../../ingest/spool/tables.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { type Actor, type Grant, systemActor } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { RecordedEvent } from '../../spine/events.ts';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import { monitoringMigrations, Rebuild } from '../monitoring/index.ts';
import { promptMigrations } from '../prompts/migrations/index.ts';
import { lifecycleMigrations } from './migrations/index.ts';
import { observeAgents } from './reactions/observe-agents.ts';

export const stateMigrations = [
  ...spineMigrations,
  ...accessMigrations,
  ...monitoringMigrations,
  ...lifecycleMigrations,
  ...promptMigrations,
];

/** A minute in which all of these tests' spans start, Unix seconds. */
export const minute = 1_795_325_040;
const startMs = minute * 1000 + 5 * 60_000;

export type LifecycleWorld = Awaited<ReturnType<typeof openLifecycleWorld>>;

/** A workspace with two teams on both real engines, and the rebuild that joins them. */
export async function openLifecycleWorld() {
  const [warehouse, state] = await Promise.all([openTestWarehouse(), openTestDatabase(stateMigrations)]);
  await makeTeams(state);
  const clock = steppedClock(startMs);
  const ctx = (actor: Actor = systemActor): Ctx => ({
    ...{ actor, workspaceId: 'wsp_1', requestId: 'req_test', clock, state },
  });
  const send = sender(warehouse);
  return {
    ...{ warehouse, state, clock, ctx, send },
    /** Somebody with one grant. */
    person: (role: Grant['role'], teamId: string | null, more: Partial<Grant> = {}): Ctx =>
      ctx({
        ...{ kind: 'person', id: 'per_1', sessionId: 'ses_1' },
        grants: [{ role, teamId, agentId: null, environment: null, ...more }],
      }),
    /** Runs are assembled, rolled up, and their agents known. */
    async settle(): Promise<void> {
      await rebuilt({ warehouse, state, clock });
      while ((await observeAgents(ctx(), warehouse)) > 0);
      await rebuilt({ warehouse, state, clock });
    },
    /** The same, and every run has been quiet for long enough to be settled. */
    async mature(): Promise<void> {
      await rebuilt({ warehouse, state, clock });
      clock.advance(60_000);
      await rebuilt({ warehouse, state, clock }, 'settled');
      while ((await observeAgents(ctx(), warehouse)) > 0);
      await rebuilt({ warehouse, state, clock });
    },
    agent: async (teamId: string, key: string) =>
      state.db
        .selectFrom('agents')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('key', '=', key)
        .executeTakeFirstOrThrow(),
    events: async (): Promise<RecordedEvent[]> => readLedger(state.db, 'wsp_1', 0, 1000),
    async close() {
      await Promise.all([warehouse.close(), state.close()]);
    },
  };
}

export async function makeTeams(state: StateDatabase): Promise<void> {
  await sql`insert into workspaces (id, name, created_at, content_key) values ('wsp_1', 'w', now(), '')`.execute(
    state.db,
  );
  for (const id of ['tea_1', 'tea_2'])
    await sql`insert into teams (id, workspace_id, name, slug, created_at) values (${id}, 'wsp_1', ${`Team ${id}`}, ${id}, now())`.execute(
      state.db,
    );
  await sql`insert into people (id, workspace_id, name, email, created_at) values ('per_1', 'wsp_1', 'Ada', 'ada@example.com', now())`.execute(
    state.db,
  );
}

let made = 0;
const hex = (digits: number): string => (++made).toString(16).padStart(digits, '0');

/** Runs of two spans, an agent and a model call below it. Returns the trace ids. */
function sender(warehouse: Warehouse) {
  return async (agent: string, count = 1, changes: Partial<SpanRow> = {}): Promise<string[]> => {
    const rows: SpanRow[] = [];
    for (let n = 0; n < count; n++) {
      const [trace_id, top] = [hex(32), hex(16)];
      const start_time = BigInt(minute + (made % 50)) * 1_000_000_000n;
      const own = { trace_id, bucket: minute, start_time, received_at: startMs, marks: [], agent, ...changes };
      const call = { kind: 'llm', agent: '', input_tokens: 100, output_tokens: 10, failed: false, status: 0 } as const;
      rows.push(spanRow({ ...own, span_id: top, parent_span_id: '' }));
      rows.push(spanRow({ ...own, span_id: hex(16), parent_span_id: top, ...call }));
    }
    await insertSpans(warehouse, rows);
    return [...new Set(rows.map((row) => row.trace_id))];
  };
}

export async function insertSpans(warehouse: Warehouse, rows: readonly SpanRow[]): Promise<void> {
  const out = new RowWriter();
  for (const row of rows) spoolTables.spans.write(out, row);
  await warehouse.insertBlock({
    table: 'spans',
    columns: spoolTables.spans.columns,
    constants: { ingested_at: `fromUnixTimestamp64Micro(${startMs * 1000 + ++made})` },
    token: `test-${made}`,
    source: { bytes: Uint8Array.from(out.view()) },
  });
}

type Engines = { warehouse: Warehouse; state: StateDatabase; clock: ReturnType<typeof steppedClock> };

/**
 * Runs the rebuild until nothing waits: no reassembly, no open minute, no span without a run. Looked at once more when it has
 * stopped, since a cycle may end between two looks.
 */
async function rebuilt(engines: Engines, wanted: 'made' | 'settled' = 'made'): Promise<void> {
  const until = performance.now() + 40_000;
  while (performance.now() < until) if (await ranToRest(engines, wanted, until)) return;
  throw new Error('The rebuild did not come to rest.');
}

async function ranToRest(
  { warehouse, state, clock }: Engines,
  wanted: 'made' | 'settled',
  until: number,
): Promise<boolean> {
  const errors: unknown[] = [];
  // Pauses between cycles cost a test nothing.
  const ticking = { now: clock.now, monotonic: () => 10 * performance.now() };
  const job = new Rebuild({ warehouse, state, clock: ticking, onError: (error) => errors.push(error) });
  const rests = async (): Promise<boolean> =>
    (await quiet(job, warehouse, state)) && (wanted === 'made' || (await settled(warehouse)));
  job.start();
  while (performance.now() < until && errors.length === 0 && !(await rests())) {
    await new Promise((next) => setTimeout(next, 50));
    clock.advance(2_000);
  }
  await job.stop();
  if (errors.length > 0) throw new Error('The rebuild failed.', { cause: errors[0] });
  return rests();
}

async function quiet(job: Rebuild, warehouse: Warehouse, state: StateDatabase): Promise<boolean> {
  const waiting = await sql`select 1 from ops_reassemblies where finished_at is null`.execute(state.db);
  const [row] = await warehouse.query<{ spans: string; steps: string }>(
    'SELECT (SELECT uniqExact(trace_id) FROM spans) AS spans, (SELECT uniqExact(trace_id) FROM steps) AS steps',
  );
  const open = job.openMinutes('wsp_1');
  return waiting.rows.length === 0 && row?.spans === row?.steps && open.also.length === 0 && open.after > minute;
}

async function settled(warehouse: Warehouse): Promise<boolean> {
  const [row] = await warehouse.query<{ n: string }>("SELECT count() AS n FROM runs FINAL WHERE state = 'running'");
  return row?.n === '0';
}
