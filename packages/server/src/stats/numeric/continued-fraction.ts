/**
 * b(0) + a(1) / (b(1) + a(2) / (b(2) + …)) by Lentz's method as modified by Thompson and Barnett, until a factor no longer changes the value.
 * At most `limit` terms: what has not settled by then is returned as it stands.
 */
export function continuedFraction(a: (i: number) => number, b: (i: number) => number, limit = 100_000): number {
  const tiny = 1e-300;
  let value = b(0) || tiny;
  let c = value;
  let d = 0;
  for (let i = 1; i <= limit; i++) {
    d = 1 / (b(i) + a(i) * d || tiny);
    c = b(i) + a(i) / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return value;
}
