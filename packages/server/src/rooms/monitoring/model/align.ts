/** Two places of two sequences that are the same; null on the side that has nothing there. */
export type Pair = readonly [a: number | null, b: number | null];

const [match, gap] = [2, -1];
const [fromBoth, fromA, fromB] = [0, 1, 2] as const;

/**
 * Needleman and Wunsch (1970): the global alignment of two sequences with the most equal places in order. Places that differ are
 * never put side by side: they stand as one missing on each side. Time and memory grow with the product of the lengths (bytes).
 */
export function align(a: readonly string[], b: readonly string[]): Pair[] {
  const width = b.length + 1;
  const came = new Uint8Array((a.length + 1) * width);
  let above = Float64Array.from({ length: width }, (_, j) => j * gap);
  came.fill(fromB, 0, width);
  for (let i = 1; i <= a.length; i++) {
    const row = new Float64Array(width);
    row[0] = i * gap;
    came[i * width] = fromA;
    for (let j = 1; j < width; j++) {
      const both = a[i - 1] === b[j - 1] ? above[j - 1]! + match : Number.NEGATIVE_INFINITY;
      const onlyA = above[j]! + gap;
      const onlyB = row[j - 1]! + gap;
      row[j] = Math.max(both, onlyA, onlyB);
      came[i * width + j] = row[j] === both ? fromBoth : row[j] === onlyB ? fromB : fromA;
    }
    above = row;
  }
  return walkBack(came, a.length, b.length);
}

function walkBack(came: Uint8Array, lengthA: number, lengthB: number): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [lengthA, lengthB];
  while (i > 0 || j > 0) {
    const from = came[i * (lengthB + 1) + j];
    if (from === fromBoth) pairs.push([--i, --j]);
    else if (from === fromA) pairs.push([--i, null]);
    else pairs.push([null, --j]);
  }
  return pairs.reverse();
}
