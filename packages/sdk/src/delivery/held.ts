import type { Said } from './release.ts';

/**
 * The last answer for everybody, and the highest place in the ledger ever seen: what is older than that is not taken, whoever
 * sends it.
 */
export class Held {
  #said: Said | null = null;
  #seq = 0;
  #source: 'server' | 'disk' = 'server';
  /** When the server last said so, Unix milliseconds. */
  #toldAt = 0;

  get said(): Said | null {
    return this.#said;
  }

  get seq(): number {
    return this.#seq;
  }

  get source(): 'server' | 'disk' {
    return this.#source;
  }

  ageMs(now: number): number {
    return Math.max(0, now - this.#toldAt);
  }

  /** `changed`: another release, or another deployment. `older`: not taken. */
  take(said: Said, now: number): 'changed' | 'same' | 'older' {
    if (said.delivery.seq < this.#seq) return 'older';
    const before = this.#said;
    const wasDisk = this.#source === 'disk';
    this.#said = said;
    this.#source = 'server';
    this.confirm(said.delivery.seq, now);
    const isSame = before !== null && !wasDisk && before.etag === said.etag;
    return isSame ? 'same' : 'changed';
  }

  /** Still so, as of a place in the ledger. */
  confirm(seq: number, now: number): void {
    this.#seq = Math.max(this.#seq, seq);
    if (this.#said !== null) this.#toldAt = now;
  }

  /** Seen in an answer to somebody else. */
  saw(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
  }

  /** What an earlier process was told. Never in place of what this one was. */
  remember(said: Said, toldAt: number): void {
    if (this.#said !== null) return;
    this.#said = said;
    this.#source = 'disk';
    this.#seq = Math.max(this.#seq, said.delivery.seq);
    this.#toldAt = toldAt;
  }
}
