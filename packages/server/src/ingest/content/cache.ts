import { randomInt } from 'node:crypto';

/**
 * Which bodies of which traces were handed out already, so that a history sent again with each call is stored once.
 * It only saves work: a body that fell out is stored again and replaced by its equal. The caller clears it when what it
 * let pass was not kept (the spool failed), or the next try would leave the body out.
 *
 * A table of 64-bit fingerprints, two places for each address, the older one overwritten: a set of strings of the same
 * use costs ten times the time, and its garbage as much again. A false match would need 80 equal bits of an HMAC.
 */
export class ContentCache {
  readonly #table: Int32Array;
  readonly #mask: number;
  readonly #seed = randomInt(1, 0x7fffffff);

  /** @param places how many (trace, team, body) are remembered at most, rounded up to a power of two; 8 bytes each. */
  constructor(places = 1 << 18) {
    const pairs = 2 ** Math.ceil(Math.log2(Math.max(2, places / 2)));
    this.#mask = pairs - 1;
    this.#table = new Int32Array(pairs * 4);
  }

  /** True when it was not there. `digest`: a content reference, one character per byte. */
  add(traceId: string, teamId: string, digest: string): boolean {
    const whose = mix(hex(traceId, 0) ^ this.#seed) ^ mix(hex(traceId, 16) + hex(teamId, teamId.length - 8));
    const high = word(digest, 4) ^ whose;
    // 0 in both words means an empty place.
    const low = (word(digest, 8) ^ mix(whose ^ hex(traceId, 8) ^ hex(traceId, 24))) | 1;
    const at = ((word(digest, 0) ^ whose) & this.#mask) * 4;
    const table = this.#table;
    if (table[at] === high && table[at + 1] === low) return false;
    const second = table[at + 2] === high && table[at + 3] === low;
    table[at + 2] = table[at]!;
    table[at + 3] = table[at + 1]!;
    table[at] = high;
    table[at + 1] = low;
    return !second;
  }

  clear(): void {
    this.#table.fill(0);
  }
}

/** Four bytes of a text with one character per byte. */
const word = (text: string, at: number): number =>
  text.charCodeAt(at) |
  (text.charCodeAt(at + 1) << 8) |
  (text.charCodeAt(at + 2) << 16) |
  (text.charCodeAt(at + 3) << 24);

/** Eight characters as a number, whatever they are. Hex digits differ in their low five bits. */
function hex(text: string, from: number): number {
  let value = 0;
  for (let at = Math.max(0, from); at < from + 8; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return value;
}

const mix = (value: number): number => {
  const once = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return once ^ (once >>> 15);
};
