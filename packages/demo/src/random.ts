/** Chance that repeats: the same parts give the same numbers on every machine and in every order of work. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  chance(share: number): boolean;
  whole(from: number, to: number): number;
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item;
  /** About `median`, never below 0; `spread` 0.5 puts nine of ten between 0.45 and 2.3 times it. */
  around(median: number, spread?: number): number;
  /** How many of events that come `mean` at a time. */
  count(mean: number): number;
  hex(digits: number): string;
};

export function randomOf(...parts: readonly (string | number)[]): Random {
  const next = generator(parts.join('\u0000'));
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: (items) => items[whole(0, items.length - 1)]!,
    around: (median, spread = 0.5) => median * Math.exp(spread * normal()),
    count(mean) {
      // Knuth's way: enough for the small means of an hour.
      const floor = Math.exp(-mean);
      let events = 0;
      for (let product = next(); product > floor; product *= next()) events++;
      return events;
    },
    hex: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(''),
  };
}

/** sfc32, seeded by four rounds of FNV-1a over the text. */
function generator(text: string): () => number {
  let [a, b, c, d] = [1, 2, 3, 4].map((salt) => hash(text, salt)) as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
