/** One insert: its moment (Unix microseconds, the inserting node's clock) and its rows. */
export type Insert = { at: number; rows: number };
/** `after`: the last moment handled. `near`: inserts of the two minutes before it, one by one. */
export type HandledInserts = { after: number; near: [at: number, rows: number][] };

/** How far the clocks of nodes may differ, and an insert be under way: what shows up behind the watermark within it is found. */
const overlapUs = 120_000_000;

/** Which inserts are handled: a watermark, and those near it by name, since another node's clock may be behind ours. */
export class Handled {
  #through: number;
  readonly #near: Map<number, number>;

  constructor({ after, near }: HandledInserts) {
    this.#through = after;
    this.#near = new Map(near);
  }

  /** Inserts at or before this moment are taken as handled. */
  get low(): number {
    return Math.max(0, this.#through - overlapUs);
  }

  /** How many are known by name. */
  get size(): number {
    return this.#near.size;
  }

  /** False too where rows joined an insert of the same moment. */
  has({ at, rows }: Insert): boolean {
    return at <= this.low || this.#near.get(at) === rows;
  }

  add(inserts: readonly Insert[]): void {
    for (const { at, rows } of inserts) {
      this.#near.set(at, rows);
      this.#through = Math.max(this.#through, at);
    }
    for (const at of this.#near.keys()) if (at <= this.low) this.#near.delete(at);
  }

  saved(): HandledInserts {
    return { after: this.#through, near: [...this.#near] };
  }
}
