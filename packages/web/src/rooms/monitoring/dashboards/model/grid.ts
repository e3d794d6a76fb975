import type { Widget } from 'signalbox/contract/monitoring/dashboards';

export type Layout = Widget['layout'];
export type Placed = { id: string; layout: Layout };

export const columns = 12;

/** Within the grid, whatever was dragged where. */
export function fitted({ x, y, w, h }: Layout): Layout {
  const width = Math.min(columns, Math.max(2, w));
  return {
    x: Math.min(columns - width, Math.max(0, x)),
    y: Math.min(900, Math.max(0, y)),
    w: width,
    h: Math.min(20, Math.max(2, h)),
  };
}

const overlap = (a: Layout, b: Layout): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * One widget put somewhere: the others close up as if it were gone, then give way to it downwards, and no row stays empty. Pure;
 * keeps the order of `all`.
 */
export function put(all: readonly Placed[], id: string, to: Layout): Placed[] {
  const found: Placed[] = [{ id, layout: fitted(to) }];
  for (const one of inOrder(tidied(all.filter((other) => other.id !== id))))
    found.push({ id: one.id, layout: lowest(one.layout, found) });
  const done = tidied(found);
  return all.map((one) => done.find((other) => other.id === one.id)!);
}

/** Down from where it is until nothing is in the way. */
function lowest(layout: Layout, others: readonly Placed[]): Layout {
  let y = layout.y;
  for (;;) {
    const hit = others.find((other) => overlap({ ...layout, y }, other.layout));
    if (hit === undefined) return { ...layout, y };
    y = hit.layout.y + hit.layout.h;
  }
}

/** Each as far up as it goes, from the top. */
function tidied(placed: readonly Placed[]): Placed[] {
  const done: Placed[] = [];
  for (const one of inOrder(placed)) {
    let { y } = one.layout;
    while (y > 0 && !done.some((other) => overlap({ ...one.layout, y: y - 1 }, other.layout))) y--;
    done.push({ id: one.id, layout: { ...one.layout, y } });
  }
  return done;
}

/** Below all others; on the last row that can be kept, where they reach beyond it. */
export const roomBelow = (all: readonly Placed[]): Layout => ({
  ...{ x: 0, w: 6, h: 4 },
  y: Math.min(999, Math.max(0, ...all.map(({ layout }) => layout.y + layout.h))),
});

const moves: Record<string, [dx: number, dy: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Where an arrow key takes a widget; with shift it grows and shrinks. null = another key. */
export function byKey({ x, y, w, h }: Layout, key: string, shift: boolean): Layout | null {
  const move = moves[key];
  if (move === undefined) return null;
  const [dx, dy] = move;
  return shift ? { x, y, w: w + dx, h: h + dy } : { x: x + dx, y: y + dy * (dy > 0 ? h : 1), w, h };
}

/** As they are read on one column: by rows, from the left. */
export const inOrder = <W extends Placed>(widgets: readonly W[]): W[] =>
  widgets.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
