import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import { accessMigrations } from '../../../access/index.ts';
import type { Database } from '../../../ports/database.ts';
import type { Actor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { FailureListQuery } from '../contract-failures.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { listFailures } from '../views/failures/list-failures.ts';
import type { TestRow } from '../views/insert-sql.fixture.ts';
import { hex, span, ten, TestTelemetry } from '../views/telemetry.fixture.ts';
import { followFailures } from './follow.ts';
import { GroupMemory } from './group-memory.ts';

/** Both engines, with one workspace that telemetry, control state and ledger agree on. */
export class FailureWorld {
  readonly state: Database;
  readonly telemetry: TestTelemetry;
  readonly ctx: Ctx;
  readonly clock = steppedClock((ten + 3600) * 1000);
  readonly #memory: GroupMemory;
  #version = 0n;

  constructor(state: Database, telemetry: TestTelemetry, ctx: Ctx) {
    this.state = state;
    this.telemetry = telemetry;
    this.ctx = { ...ctx, clock: this.clock };
    this.#memory = new GroupMemory(this.clock);
  }

  static async open(): Promise<FailureWorld> {
    const [telemetry, state] = await Promise.all([
      TestTelemetry.open(),
      openTestDatabase([...spineMigrations, ...accessMigrations, ...monitoringMigrations]),
    ]);
    return FailureWorld.#in(state, telemetry);
  }

  static async #in(state: Database, telemetry: TestTelemetry): Promise<FailureWorld> {
    const ctx = await testWorkspace(state);
    Object.assign(telemetry, { workspaceId: ctx.workspaceId });
    return new FailureWorld(state, telemetry, ctx);
  }

  /** Another workspace on the same engines. */
  elsewhere(): Promise<FailureWorld> {
    return FailureWorld.#in(this.state, this.telemetry.elsewhere());
  }

  async close(): Promise<void> {
    await Promise.all([this.state.close(), this.telemetry.warehouse.close()]);
  }

  /** A run of an agent with one tool that fails so, if a message is given. Returns the trace's id. */
  async run(message: string | null, more: { minute?: number; top?: TestRow; step?: TestRow } = {}): Promise<string> {
    const { minute = 0, top = {}, step = {} } = more;
    const [traceId, topId] = [hex(16), hex(8)];
    const failing = message === null ? {} : { failed: true, status: 2, error_type: 'Error', error_message: message };
    await this.telemetry.spans([
      span(traceId, topId, minute * 60_000, { kind: 'agent', agent: 'billing', release: '1.0', ...top }),
      span(traceId, hex(8), minute * 60_000 + 5, {
        ...{ kind: 'tool', tool: 'lookup', parent_span_id: topId, ...failing, ...step },
      }),
    ]);
    await this.telemetry.rebuild(traceId);
    return traceId;
  }

  /** One turn of the follower. */
  turn(ctx: Ctx = this.ctx): Promise<number> {
    return followFailures(ctx, { warehouse: this.telemetry.warehouse, memory: this.#memory }, ++this.#version);
  }

  async follow(): Promise<void> {
    while ((await this.turn()) > 0);
  }

  as(actor: Actor): Ctx {
    return { ...this.ctx, actor };
  }

  list = async (query: object = {}, ctx: Ctx = this.ctx) =>
    (await listFailures(ctx, this.telemetry.warehouse, { query: FailureListQuery.parse(query), after: null })).items;

  /** `template ×count`, in the order of the list. */
  lines = async (query: object = {}, ctx: Ctx = this.ctx): Promise<string[]> =>
    (await this.list(query, ctx)).map(({ template, count }) => `${template} ×${count}`);
}
