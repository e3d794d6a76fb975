import type { WarehouseHealth } from '../../ports/warehouse.ts';

type State = WarehouseHealth['state'];

/** Holds the warehouse's health and tells of changes. `since` is Unix milliseconds. */
export type Health = {
  get(): WarehouseHealth;
  set(state: State, detail: string | null, restarted?: boolean): void;
  onChange(changed: (health: WarehouseHealth) => void): () => void;
};

export function createHealth(): Health {
  let now: WarehouseHealth = { state: 'starting', since: Date.now(), detail: null, restarts: 0 };
  const listeners = new Set<(health: WarehouseHealth) => void>();
  return {
    get: () => now,
    set(state, detail, restarted = false) {
      if (state === now.state && detail === now.detail && !restarted) return;
      const since = state === now.state ? now.since : Date.now();
      now = { state, since, detail, restarts: now.restarts + (restarted ? 1 : 0) };
      for (const changed of listeners) changed(now);
    },
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}
