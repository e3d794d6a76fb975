import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Jobs } from '../../ports/jobs.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { acquireLease, releaseLease } from '../../spine/leases.ts';
import type { Transactor } from '../../spine/tx.ts';
import { deployDue } from './reactions/deploy-due.ts';
import { observeAgents } from './reactions/observe-agents.ts';
import { putAwayRemoved } from './reactions/put-away-removed.ts';

const dueQueue = 'lifecycle.deployments';

/** Looks each minute, on one node, for deployments that are due. Their queue is made here. */
export async function deployOnTime(jobs: Jobs, state: Transactor, clock: Clock): Promise<void> {
  await jobs.work(dueQueue, async () => void (await deployDue(state, clock)), 10_000);
  await jobs.schedule(dueQueue, '* * * * *');
}

export type AgentWatchDeps = {
  warehouse: Warehouse;
  state: Transactor;
  clock: Clock;
  onError: (error: unknown) => void;
  /** Wakes it when facts have advanced. */
  facts: { onAdvanced(advanced: () => void): () => void };
};

const leaseMs = 30_000;
const idleMs = 10_000;
/** However often facts advance, the control state is asked this seldom. */
const leastMs = 1_000;

/** Follows the facts and the ledger on one node at a time, and keeps the catalog of agents by them. */
export class AgentWatch {
  readonly #deps: AgentWatchDeps;
  readonly #stopping = new AbortController();
  readonly #lease = { name: 'lifecycle.agents', holder: randomUUID() };
  #wake = new AbortController();
  #running: Promise<void> | null = null;

  constructor(deps: AgentWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { state, facts, onError } = this.#deps;
    const stopHearing = facts.onAdvanced(() => this.#wake.abort());
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController();
      try {
        if (await acquireLease(state.db, this.#lease, leaseMs)) await this.#catchUp();
      } catch (error) {
        if (!this.#stopping.signal.aborted) onError(error);
      }
      await pause(leastMs, [this.#stopping.signal]);
      await pause(idleMs - leastMs, [this.#stopping.signal, this.#wake.signal]);
    }
    stopHearing();
    await releaseLease(state.db, this.#lease).catch(onError);
  }

  async #catchUp(): Promise<void> {
    const { state, warehouse, clock } = this.#deps;
    for (const { id: workspaceId } of await state.db.selectFrom('workspaces').select('id').execute()) {
      const actor = { kind: 'job', id: 'lifecycle.agents' } as const;
      const ctx: Ctx = { actor, workspaceId, requestId: newId('req'), clock, state };
      const goOn = async (): Promise<boolean> =>
        !this.#stopping.signal.aborted && (await acquireLease(state.db, this.#lease, leaseMs));
      while ((await putAwayRemoved(ctx)) > 0 && (await goOn()));
      while ((await observeAgents(ctx, warehouse)) > 0 && (await goOn()));
    }
  }
}

const pause = (ms: number, signals: readonly AbortSignal[]): Promise<void> =>
  sleep(ms, undefined, { signal: AbortSignal.any([...signals]) }).catch(() => {});
