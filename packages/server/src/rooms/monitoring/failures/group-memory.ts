import type { Clock } from '../../../spine/clock.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { assignGroups, byScope, placeIn } from './assign.ts';
import type { Occurrence } from './read-failing.ts';
import type { ScopeGroups } from './scope-groups.ts';

/** Less than the follower's lease lasts: who lost it meanwhile remembers nothing of before. */
const heldMs = 30_000;
/** Groups held, some kB each at worst. */
const mostGroups = 20_000;

/**
 * The groups met lately, as they stand in the control state: an agent that fails as it did before costs no transaction. What would make
 * or widen a group is placed anew from what stands.
 */
export class GroupMemory {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** In the order in which they were read. */
  readonly #held = new Map<string, { groups: ScopeGroups; size: number; until: number }>();
  #size = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** The group of each occurrence. */
  async assign(
    state: Transactor,
    workspaceId: string,
    occurrences: readonly Occurrence[],
  ): Promise<Map<Occurrence, string>> {
    const found = new Map<Occurrence, string>();
    const left: Occurrence[] = [];
    for (const [key, own] of byScope(workspaceId, occurrences)) {
      const placed = this.#place(key, own);
      if (placed === null) left.push(...own);
      else for (const [at, id] of placed.entries()) found.set(own[at]!, id);
    }
    if (left.length === 0) return found;
    const { groups, scopes } = await state.transact((tx) => assignGroups(tx, workspaceId, left));
    for (const [key, scope] of scopes) this.#hold(key, scope);
    for (const [one, id] of groups) found.set(one, id);
    return found;
  }

  /** Groups were removed. */
  forget(): void {
    this.#held.clear();
    this.#size = 0;
  }

  #place(key: string, own: readonly Occurrence[]): string[] | null {
    const held = this.#held.get(key);
    if (held === undefined) return null;
    if (held.until > this.#clock.monotonic()) {
      const ids = own.map((one) => placeIn(held.groups, one));
      if (held.groups.isSaved) return ids;
    }
    this.#drop(key);
    return null;
  }

  #hold(key: string, groups: ScopeGroups): void {
    this.#drop(key);
    this.#held.set(key, { groups, size: groups.size, until: this.#clock.monotonic() + heldMs });
    this.#size += groups.size;
    for (const oldest of this.#held.keys()) {
      if (this.#size <= mostGroups) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#size -= this.#held.get(key)?.size ?? 0;
    this.#held.delete(key);
  }
}
