import { maxReasons } from './bounds.ts';

/** Items refused one by one. Equal reasons are told once, with their number and the first place. */
export class Refusals {
  total = 0;
  readonly #seen = new Map<string, { first: number; count: number }>();

  /** @param index which item of the request, from 0 */
  add(reason: string, index: number): void {
    this.total++;
    const seen = this.#seen.get(reason);
    if (seen !== undefined) seen.count++;
    else if (this.#seen.size < maxReasons) this.#seen.set(reason, { first: index, count: 1 });
  }

  reasons(): readonly string[] {
    return [...this.#seen].map(([reason, { first, count }]) =>
      count === 1 ? `${reason} (at index ${first})` : `${reason} (${count} times, first at index ${first})`,
    );
  }
}
