import { LeasedLoop } from '../../../spine/leased-loop.ts';
import { syncDue, type SyncingDeps } from './sync-due.ts';

const leaseMs = 300_000;
/** Longer than the longest call of git, which is not asked between. */
const marginMs = 150_000;
const lookMs = 5_000;

/** Gives each sync a turn every minute, and at once where somebody asks; on one node at a time. */
export class PromptSync {
  readonly #deps: SyncingDeps;
  readonly #loop: LeasedLoop;

  constructor(deps: SyncingDeps) {
    this.#deps = deps;
    const { clock, onError } = deps;
    this.#loop = new LeasedLoop({ db: deps.state.db, clock, name: 'prompts.sync', leaseMs, marginMs, onError });
  }

  start(): void {
    this.#loop.start(
      async () => {
        this.#loop.takeNews();
        await syncDue(this.#deps, () => this.#loop.goOn());
      },
      () => this.#loop.pause(lookMs, true),
    );
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  wake(): void {
    this.#loop.wake();
  }
}
