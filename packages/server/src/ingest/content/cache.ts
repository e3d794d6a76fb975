/**
 * Which bodies of which traces were handed out already, so that a history sent again with each call is stored once.
 * It only saves work: a body that fell out is stored again and replaced by its equal. The caller clears it when what it
 * let pass was not kept (the spool failed), or the next try would leave the body out.
 */
export class ContentCache {
  #recent = new Set<string>();
  #older = new Set<string>();
  readonly #half: number;

  /** @param size how many (trace, body) pairs are remembered at most; about 150 bytes each. */
  constructor(size = 100_000) {
    this.#half = Math.max(1, Math.ceil(size / 2));
  }

  /** True when it was not there. Two generations stand in for a list in order of use: as good, and half the work. */
  add(key: string): boolean {
    if (this.#recent.has(key)) return false;
    const fresh = !this.#older.has(key);
    this.#recent.add(key);
    if (this.#recent.size >= this.#half) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    return fresh;
  }

  clear(): void {
    this.#recent = new Set();
    this.#older = new Set();
  }

  get size(): number {
    return this.#recent.size + this.#older.size;
  }
}
