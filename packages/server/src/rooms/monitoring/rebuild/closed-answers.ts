/** Rows past their retention go without a word. */
const keptMs = 60_000;
const most = 200;

type Told = { since: number; answer: Promise<unknown> };

/**
 * What was asked of rolled-up rows, remembered until any are made anew. Whoever makes them calls `forget` before the minutes they stand for
 * are said to be closed again: an answer from before is then known to nobody. Questions that fail are asked again.
 */
export class ClosedAnswers {
  readonly #monotonic: () => number;
  readonly #told = new Map<string, Told>();

  /** @param monotonic milliseconds that never go back */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  forget(): void {
    this.#told.clear();
  }

  /** @param key all that the answer depends on: whose rows, of what ranges */
  ask<Answer>(key: string, question: () => Promise<Answer>): Promise<Answer> {
    const now = this.#monotonic();
    for (const [oldest, { since }] of this.#told) {
      if (this.#told.size < most && now - since < keptMs) break;
      this.#told.delete(oldest);
    }
    const held = this.#told.get(key);
    if (held !== undefined) return held.answer as Promise<Answer>;
    const told = { since: now, answer: question() };
    this.#told.set(key, told);
    told.answer.catch(() => {
      if (this.#told.get(key) === told) this.#told.delete(key);
    });
    return told.answer;
  }
}
