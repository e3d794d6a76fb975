import type { StandingRows } from './assembler-protocol.ts';
import type { WorkspaceSpan } from './span-reading.ts';

/** All rows of a trace, and the keys of what was last made of them. */
export type HeldTrace = { rows: readonly WorkspaceSpan[]; standing: StandingRows };

/**
 * Traces that still move, kept from one batch to the next: at a steady load most batches cut some traces in two, and
 * reading those whole again took a third of the assembly. The oldest go first; what is not here is read.
 */
export class HeldTraces {
  readonly #traces = new Map<string, HeldTrace>();
  readonly #maxSpans: number;
  readonly #maxOfOne: number;
  #spans = 0;

  constructor(maxSpans = 24_000, maxOfOne = 2_000) {
    this.#maxSpans = maxSpans;
    this.#maxOfOne = maxOfOne;
  }

  take(key: string): HeldTrace | undefined {
    const held = this.#traces.get(key);
    if (held === undefined) return undefined;
    this.#traces.delete(key);
    this.#spans -= held.rows.length;
    return held;
  }

  put(key: string, trace: HeldTrace): void {
    this.take(key);
    if (trace.rows.length > this.#maxOfOne) return;
    this.#traces.set(key, trace);
    this.#spans += trace.rows.length;
    for (const oldest of this.#traces.keys()) {
      if (this.#spans <= this.#maxSpans) break;
      this.take(oldest);
    }
  }

  clear(): void {
    this.#traces.clear();
    this.#spans = 0;
  }
}
