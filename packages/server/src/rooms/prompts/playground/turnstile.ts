/** At most so many at once for each name; the others wait in the order they came. */
export class Turnstile {
  readonly #most: number;
  readonly #inside = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(most: number) {
    this.#most = most;
  }

  async pass<T>(name: string, run: () => Promise<T>): Promise<T> {
    await this.#enter(name);
    try {
      return await run();
    } finally {
      this.#leave(name);
    }
  }

  async #enter(name: string): Promise<void> {
    const inside = this.#inside.get(name) ?? 0;
    if (inside < this.#most) return void this.#inside.set(name, inside + 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, [...waiting, resolve]);
    await promise;
  }

  /** Whoever waits longest takes the place over, so that nobody slips in between. */
  #leave(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next !== undefined) return next();
    const inside = this.#inside.get(name)! - 1;
    if (inside > 0) this.#inside.set(name, inside);
    else {
      this.#inside.delete(name);
      this.#waiting.delete(name);
    }
  }
}
