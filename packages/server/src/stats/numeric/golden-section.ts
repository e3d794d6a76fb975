/** Where f, which falls and then rises between low and high, is least: to about half of the digits a number has, as f is flat there. */
export function goldenSection(f: (x: number) => number, low: number, high: number): number {
  const share = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [low, high];
  let [x, y] = [right - share * (right - left), left + share * (right - left)];
  let [atX, atY] = [f(x), f(y)];
  for (let i = 0; i < 80; i++) {
    if (atX < atY) {
      [right, y, atY] = [y, x, atX];
      x = right - share * (right - left);
      atX = f(x);
    } else {
      [left, x, atX] = [x, y, atY];
      y = left + share * (right - left);
      atY = f(y);
    }
  }
  return (left + right) / 2;
}
