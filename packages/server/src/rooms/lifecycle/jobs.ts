import type { Jobs } from '../../ports/jobs.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { LeasedLoop } from '../../spine/leased-loop.ts';
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
  readonly #loop: LeasedLoop;
  #stopHearing = (): void => {};

  constructor(deps: AgentWatchDeps) {
    this.#deps = deps;
    const { clock, onError } = deps;
    this.#loop = new LeasedLoop({ db: deps.state.db, clock, name: 'lifecycle.agents', leaseMs, marginMs: 0, onError });
  }

  start(): void {
    this.#stopHearing = this.#deps.facts.onAdvanced(() => this.#loop.wake());
    const rest = async (): Promise<void> => {
      await this.#loop.pause(leastMs);
      await this.#loop.pause(idleMs - leastMs, true);
    };
    this.#loop.start(() => this.#catchUp(), rest);
  }

  async stop(): Promise<void> {
    this.#stopHearing();
    await this.#loop.stop();
  }

  async #catchUp(): Promise<void> {
    this.#loop.takeNews();
    const { state, warehouse, clock } = this.#deps;
    for (const { id: workspaceId } of await state.db.selectFrom('workspaces').select('id').execute()) {
      const actor = { kind: 'job', id: 'lifecycle.agents' } as const;
      const ctx: Ctx = { actor, workspaceId, requestId: newId('req'), clock, state };
      while ((await putAwayRemoved(ctx)) > 0 && (await this.#loop.goOn()));
      while ((await observeAgents(ctx, warehouse)) > 0 && (await this.#loop.goOn()));
    }
  }
}
