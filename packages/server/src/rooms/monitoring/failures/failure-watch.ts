import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Clock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { LeasedLoop } from '../../../spine/leased-loop.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { followFailures } from './follow.ts';
import { forgetGroups } from './forget.ts';
import { GroupMemory } from './group-memory.ts';
import { follower } from './regress.ts';

/** `clock`: by which all nodes date what they write. `facts` wakes it when runs have changed. */
export type FailureWatchDeps = {
  warehouse: Warehouse;
  state: Transactor;
  clock: Clock;
  onError: (error: unknown) => void;
  facts: { onAdvanced(advanced: () => void): () => void };
};

const leaseMs = 60_000;
const idleMs = 10_000;
/** However often facts advance, they are looked at this seldom. */
const leastMs = 5_000;
const forgetEveryMs = 3_600_000;

/** Follows the changed runs on one node at a time, and keeps the failures by them. */
export class FailureWatch {
  readonly #deps: FailureWatchDeps;
  readonly #loop: LeasedLoop;
  #stopHearing = (): void => {};
  readonly #memory: GroupMemory;
  #version = 0n;
  #forgotten = -Infinity;

  constructor(deps: FailureWatchDeps) {
    this.#deps = deps;
    const { clock, onError, state } = deps;
    this.#memory = new GroupMemory(clock);
    this.#loop = new LeasedLoop({ db: state.db, clock, name: follower, leaseMs, marginMs: 0, onError });
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
    const stores = { warehouse, memory: this.#memory };
    const forgets = clock.monotonic() - this.#forgotten > forgetEveryMs;
    for (const { id: workspaceId } of await state.db.selectFrom('workspaces').select('id').execute()) {
      const actor = { kind: 'job', id: follower } as const;
      const ctx: Ctx = { actor, workspaceId, requestId: newId('req'), clock, state };
      while ((await followFailures(ctx, stores, this.#nextVersion())) > 0 && (await this.#loop.goOn()));
      if (forgets) await forgetGroups(ctx, warehouse);
    }
    if (!forgets) return;
    this.#memory.forget();
    this.#forgotten = clock.monotonic();
  }

  #nextVersion(): bigint {
    const now = BigInt(Math.trunc(this.#deps.clock.now())) * 1000n;
    this.#version = now > this.#version ? now : this.#version + 1n;
    return this.#version;
  }
}
