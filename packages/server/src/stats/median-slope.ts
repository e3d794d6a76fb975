/** Points to take part in a fit; more are thinned out evenly. Pairs grow with the square. */
const most = 150;

/**
 * Theil–Sen: the median of the slopes between all pairs of points (x, y), so that up to 29 % of points that jump (a backfill, a
 * deletion) do not bend it. null with fewer than three points, or where all share one x.
 */
export function medianSlope(points: readonly (readonly [x: number, y: number])[]): number | null {
  if (points.length < 3) return null;
  const step = Math.max(1, points.length / most);
  const used = Array.from({ length: Math.min(points.length, most) }, (_, i) => points[Math.floor(i * step)]!);
  const slopes: number[] = [];
  for (const [i, [x, y]] of used.entries())
    for (const [x2, y2] of used.slice(i + 1)) if (x2 !== x) slopes.push((y2 - y) / (x2 - x));
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
}
