import { createHash, randomBytes } from 'node:crypto';
import { openTestWarehouse } from '../../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Actor } from '../../../spine/actor.ts';
import { systemActor } from '../../../spine/actor.ts';
import { type Clock, systemClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { costingOf } from '../prices/costing.ts';
import { assembleTrace } from '../model/assemble.ts';
import { agentDaySql, agentHourSql, agentMinuteSql } from '../rebuild/agents-sql.ts';
import { daySql, hourSql, minuteSql } from '../rebuild/metrics-sql.ts';
import { invocationRow, runRow, type RunState, stepRow } from '../rebuild/row-encoding.ts';
import { parseSpans, traceSpansSql } from '../rebuild/span-reading.ts';
import { insertSql, type TestRow } from './insert-sql.fixture.ts';

type Direction = 'system' | 'input' | 'output' | 'tools';

export const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** 2026-11-22T10:00:00Z in Unix seconds: a whole day, hour and minute are never far. */
export const ten = 1_795_341_600;

/** Somebody who may see and read the runs of all teams, or of one. */
export const viewer = (teamId: string | null): Actor => ({
  kind: 'person',
  id: 'per_test',
  sessionId: 'ses_test',
  grants: [{ role: 'operator', teamId, agentId: null, environment: null }],
});
/** Sees runs, and no text. */
export const keyWithout = (teamId: string): Actor => ({
  kind: 'key',
  id: 'key_test',
  teamId,
  agent: null,
  environment: null,
  scopes: ['read'],
});

/** Views read no control state: reaching for it fails the test. */
const noState = undefined as unknown as Transactor;

export const ctxOf = (workspaceId: string, actor: Actor = systemActor, clock: Clock = systemClock): Ctx => ({
  actor,
  workspaceId,
  requestId: 'req_test',
  clock,
  state: noState,
});

/** A real warehouse, and telemetry as ingest and the rebuild would leave it there. */
export class TestTelemetry {
  readonly warehouse: Warehouse;
  readonly workspaceId = `wsp_${hex(4)}`;
  #version = 0;

  constructor(warehouse: Warehouse) {
    this.warehouse = warehouse;
  }

  static async open(): Promise<TestTelemetry> {
    return new TestTelemetry(await openTestWarehouse());
  }

  /** A place of its own in the same warehouse. */
  elsewhere(): TestTelemetry {
    return new TestTelemetry(this.warehouse);
  }

  async insert(table: string, rows: readonly TestRow[]): Promise<void> {
    const own = rows.map((row) => ({ workspace_id: this.workspaceId, ...row }));
    for (const statement of insertSql(table, own)) await this.warehouse.command(statement);
  }

  spans(rows: readonly TestRow[]): Promise<void> {
    return this.insert('spans', rows);
  }

  /** Steps, invocations and runs of a trace from its spans by the room's own model, as the rebuild writes them. */
  async rebuild(traceId: string, state: RunState = 'settled', changes: TestRow = {}): Promise<string[]> {
    const answer = await this.warehouse.bytes(traceSpansSql(`'${traceId}'`), { workspace: this.workspaceId, from: 0 });
    const { runs, invocations, steps } = assembleTrace(parseSpans(answer), state !== 'running', {
      costing: costingOf([]),
    });
    const version = BigInt(++this.#version);
    await this.insert(
      'steps',
      steps.map((step) => stepRow(this.workspaceId, version, step)),
    );
    await this.insert(
      'invocations',
      invocations.map((made) => invocationRow(this.workspaceId, version, made)),
    );
    await this.insert(
      'runs',
      runs.map((run) => ({ ...runRow(this.workspaceId, version, state, run), ...changes })),
    );
    return runs.map((run) => run.runId);
  }

  /** The rollups of some minutes (Unix seconds) from the steps that stand there, as the rebuild writes them. */
  async rollUp(buckets: readonly number[]): Promise<void> {
    const starts = (unit: number): number[] => [...new Set(buckets.map((at) => at - (at % unit)))];
    for (const [sql, unit] of [
      [minuteSql, 60],
      [hourSql, 3600],
      [daySql, 86_400],
      [agentMinuteSql, 60],
      [agentHourSql, 3600],
      [agentDaySql, 86_400],
    ] as const) {
      const version = ++this.#version;
      const settings = { insert_deduplication_token: `${this.workspaceId}-${version}` };
      await this.warehouse.command(sql, { workspace: this.workspaceId, version, buckets: starts(unit) }, { settings });
    }
  }

  /** Messages of a span, stored once per text; their references in order. `role: text`. */
  async say(
    traceId: string,
    spanId: string,
    said: Partial<Record<Direction, readonly string[]>>,
    teamId = 'tea_a',
  ): Promise<void> {
    const at = BigInt(ten) * 1_000_000_000n;
    for (const [direction, texts] of Object.entries(said)) {
      const bodies = texts.map((text) => (direction === 'tools' ? text : bodyOf(text)));
      const refs = bodies.map((body) => createHash('sha256').update(body).digest('hex').slice(0, 32));
      const own = { team_id: teamId, trace_id: traceId, span_id: spanId, at };
      await this.insert('message_refs', [{ ...own, direction, index: 0, refs }]);
      await this.insert(
        'content',
        bodies.map((body, index) => ({
          ...own,
          ref: refs[index]!,
          role: '',
          kind: direction === 'tools' ? 'tools' : 'message',
          body,
        })),
      );
    }
  }
}

/** `user: hello` as a stored message. */
const bodyOf = (text: string): string => {
  const [role, content] = text.split(': ');
  return JSON.stringify({ role, parts: [{ type: 'text', content }] });
};

/** A span that started `startMs` after ten o'clock. Everything not named is as unknown as the table lets it be. */
export function span(traceId: string, spanId: string, startMs: number, more: TestRow = {}): TestRow {
  const startNs = BigInt(ten) * 1_000_000_000n + BigInt(Math.round(startMs * 1e6));
  return {
    team_id: 'tea_a',
    bound: true,
    trace_id: traceId,
    span_id: spanId,
    bucket: Number(startNs / 60_000_000_000n) * 60,
    start_time: startNs,
    duration_ns: 1_000_000n,
    received_at: BigInt(ten) * 1000n + BigInt(Math.round(startMs)),
    ingested_at: BigInt(ten) * 1_000_000n + BigInt(Math.round(startMs * 1000)),
    name: `span ${spanId.slice(0, 4)}`,
    kind: 'other',
    usage_scope: 'none',
    ...more,
  };
}
