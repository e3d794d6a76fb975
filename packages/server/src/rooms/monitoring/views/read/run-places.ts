import type { RunRow } from '../rows/run-row.ts';
import { type TraceWindow, windowOf } from './window.ts';

type Place = Pick<
  RunRow,
  'trace_id' | 'state' | 'marks' | 'bucket_s' | 'first_bucket_s' | 'last_end_ns' | 'steps' | 'conversation_id'
>;

/**
 * Where runs that were shown lie, so that what a run page needs is read beside its row instead of after it. Only a shortcut: what it
 * says is checked against the row, and whether somebody may see the run is the row's to say.
 */
export class RunPlaces {
  readonly #places = new Map<string, Place>();
  readonly #most: number;

  constructor(most = 20_000) {
    this.#most = most;
  }

  note(workspaceId: string, row: RunRow): void {
    const { run_id: id, trace_id, state, marks, bucket_s, first_bucket_s, last_end_ns, steps, conversation_id } = row;
    const key = `${workspaceId} ${id}`;
    this.#places.delete(key);
    this.#places.set(key, { trace_id, state, marks, bucket_s, first_bucket_s, last_end_ns, steps, conversation_id });
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= this.#most) break;
      this.#places.delete(oldest);
    }
  }

  /** @param now Unix milliseconds */
  find(
    workspaceId: string,
    id: string,
    now: number,
  ): { window: TraceWindow; bucket: number; steps: number; conversation: string } | null {
    const place = this.#places.get(`${workspaceId} ${id}`);
    if (place === undefined) return null;
    const { bucket_s: bucket, steps, conversation_id: conversation } = place;
    return { window: windowOf(workspaceId, place, now), bucket, steps, conversation };
  }
}

/** Whether all of a run in `window` lies in what was read. */
export const covers = (read: TraceWindow, window: TraceWindow): boolean =>
  read.traceId === window.traceId && read.low <= window.low && read.high >= window.high;
