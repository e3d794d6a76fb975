import type { Insert } from '../../../spine/handled-inserts.ts';
import type { SpanBlock } from './span-block.ts';

/**
 * Blocks that this process inserted and the assembly has not read yet, by the moment of their insert. Only a shortcut: what
 * is not here is read from the warehouse.
 */
export class RecentBlocks {
  readonly #blocks = new Map<number, SpanBlock>();
  readonly #maxBytes: number;
  #bytes = 0;
  /** Some were let go before they were taken: the list is not all there is. */
  #gaps = false;

  constructor(maxBytes = 32 << 20) {
    this.#maxBytes = maxBytes;
  }

  put(block: SpanBlock): void {
    this.#blocks.set(block.insertedAt, block);
    this.#bytes += block.bytes.length;
    for (const at of this.#blocks.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(at);
      this.#gaps = true;
    }
  }

  /** What is held, oldest first; null while some that should be are not. */
  list(): Insert[] | null {
    if (this.#gaps) return null;
    return [...this.#blocks.values()].map(({ insertedAt, rows }) => ({ at: insertedAt, rows }));
  }

  /** The warehouse was found to hold nothing else. */
  nothingMissing(): void {
    this.#gaps = false;
  }

  /**
   * All of these, or null where one is missing or does not have the rows that the warehouse shows. They are handed over
   * for good: a second try after a failure reads the warehouse.
   */
  take(inserts: readonly Insert[]): SpanBlock[] | null {
    const found = inserts.flatMap(({ at, rows }) => {
      const block = this.#blocks.get(at);
      return block?.rows === rows ? [block] : [];
    });
    if (found.length < inserts.length) return null;
    for (const { insertedAt } of found) this.#drop(insertedAt);
    return found;
  }

  /** These are assembled. */
  forget(inserts: readonly Insert[]): void {
    for (const { at } of inserts) this.#drop(at);
  }

  #drop(at: number): void {
    this.#bytes -= this.#blocks.get(at)?.bytes.length ?? 0;
    this.#blocks.delete(at);
  }
}
