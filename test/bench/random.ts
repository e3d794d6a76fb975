/** A seeded generator (sfc32: a counter keeps its period at 2³² steps or more), so that a bench can be repeated. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.imul(seed, 0x85ebca6b) ^ 0x9e3779b9;
    this.#c = ~seed;
    for (let at = 0; at < 16; at++) this.word();
  }

  /** 32 random bits, signed. */
  word(): number {
    const mixed = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + mixed) | 0;
    return mixed;
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    return (this.word() >>> 0) / 2 ** 32;
  }

  /** An integer, `from` ≤ x ≤ `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)]!;
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }
}

/** Words in a natural order of frequency, enough that no two messages are alike and zstd finds no more than in real text. */
export function wordPool(random: Random, bytes: number): string {
  const letters = 'etaoinshrdlucmfwypvbgk';
  const vocabulary = Array.from({ length: 6000 }, () =>
    Array.from(
      { length: random.between(2, 10) },
      () => letters[Math.floor(random.unit() ** 1.6 * letters.length)]!,
    ).join(''),
  );
  const parts: string[] = [];
  for (let length = 0; length < bytes;) {
    const word = vocabulary[Math.floor(random.unit() ** 3 * vocabulary.length)]!;
    parts.push(random.chance(0.08) ? `${word}.` : word);
    length += word.length + 1;
  }
  return parts.join(' ');
}
