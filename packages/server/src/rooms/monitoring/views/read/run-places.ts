import type { RunRow } from '../rows/run-row.ts';
import { type TraceWindow, windowOf } from './window.ts';

/**
 * Where runs that were shown lie, so that what a run page needs is read beside its row instead of after it. Only a shortcut: a
 * row is taken from here when the warehouse says that none came after it, and whether somebody may see the run is the row's to say.
 */
export class RunPlaces {
  readonly #places = new Map<string, RunRow>();
  readonly #most: number;

  constructor(most = 5_000) {
    this.#most = most;
  }

  note(workspaceId: string, row: RunRow): void {
    const key = `${workspaceId} ${row.run_id}`;
    this.#places.delete(key);
    this.#places.set(key, row);
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= this.#most) break;
      this.#places.delete(oldest);
    }
  }

  /** @param now Unix milliseconds */
  find(workspaceId: string, id: string, now: number): { row: RunRow; window: TraceWindow } | null {
    const row = this.#places.get(`${workspaceId} ${id}`);
    return row === undefined ? null : { row, window: windowOf(workspaceId, row, now) };
  }
}

/** Whether all of a run in `window` lies in what was read. */
export const covers = (read: TraceWindow, window: TraceWindow): boolean =>
  read.traceId === window.traceId && read.low <= window.low && read.high >= window.high;
