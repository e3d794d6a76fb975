/**
 * A point between low and high at which f changes its sign, to the last bit or the `tolerance` given. null where both ends have the same
 * sign (or f is not a number there): the caller decides what that means.
 */
export function bisect(f: (x: number) => number, low: number, high: number, tolerance = 0): number | null {
  const [atLow, atHigh] = [f(low), f(high)];
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (!(atLow < 0 !== atHigh < 0) || Number.isNaN(atLow) || Number.isNaN(atHigh)) return null;
  let [left, right] = [low, high];
  for (let i = 0; i < 2000 && right - left > tolerance; i++) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) break;
    if (f(middle) < 0 === atLow < 0) left = middle;
    else right = middle;
  }
  return left + (right - left) / 2;
}
