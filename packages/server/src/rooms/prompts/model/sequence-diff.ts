/** One step of an edit script: `same` takes from both sides, `removed` from the left, `added` from the right. */
export type Step = { kind: 'same' | 'removed' | 'added'; text: string };

/** Above this many differences the middle is shown as replaced: the way there grows with their square. */
const mostDifferences = 1500;

/**
 * The shortest way from left to right (E. Myers, "An O(ND) Difference Algorithm", 1986), equal ends first. The texts of `same` and
 * `removed` in order are the left side, of `same` and `added` the right one.
 */
export function diffSequences(left: readonly string[], right: readonly string[]): Step[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  return [
    ...steps('same', left.slice(0, start)),
    ...(shortest(a, b) ?? [...steps('removed', a), ...steps('added', b)]),
    ...steps('same', left.slice(left.length - end)),
  ];
}

const steps = (kind: Step['kind'], texts: readonly string[]): Step[] => texts.map((text) => ({ kind, text }));

function shortest(a: readonly string[], b: readonly string[]): Step[] | null {
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, mostDifferences); d++) {
    trace.push(reach);
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      let x = stepsDown(reach, k, d) ? reach.get(k + 1)! : reach.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return wayBack(a, b, trace);
    }
    reach = next;
  }
  return null;
}

/** Came the path on diagonal k from above (an addition), not from the left? */
const stepsDown = (reach: ReadonlyMap<number, number>, k: number, d: number): boolean =>
  k === -d || (k !== d && reach.get(k - 1)! < reach.get(k + 1)!);

function wayBack(a: readonly string[], b: readonly string[], trace: readonly Map<number, number>[]): Step[] {
  const back: Step[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d > 0; d--) {
    const reach = trace[d]!;
    const down = stepsDown(reach, x - y, d);
    const k = down ? x - y + 1 : x - y - 1;
    const [px, py] = [reach.get(k)!, reach.get(k)! - k];
    for (; x > px + (down ? 0 : 1) && y > py + (down ? 1 : 0); y--) back.push({ kind: 'same', text: a[--x]! });
    if (down) back.push({ kind: 'added', text: b[--y]! });
    else back.push({ kind: 'removed', text: a[--x]! });
  }
  while (x > 0) back.push({ kind: 'same', text: a[--x]! });
  return back.toReversed();
}
