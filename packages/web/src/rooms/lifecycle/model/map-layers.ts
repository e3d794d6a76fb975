import type { DependencyMap } from 'signalbox/contract/lifecycle';

type Edge = DependencyMap['edges'][number];
export type Placed = { id: string; layer: number; row: number };
export type Layout = {
  placed: ReadonlyMap<string, Placed>;
  layers: number;
  /** Of the fullest layer. */
  rows: number;
};

/**
 * Callers left of those they call, by the longest way to them; a call that closes a circle points back. Rows follow the
 * callers' (median), twice: few lines cross. Who calls nobody and is called by nobody has no place.
 */
export function layersOf(edges: readonly Pick<Edge, 'from' | 'to'>[]): Layout {
  const own = edges.filter((one) => one.from !== one.to);
  const ids = [...new Set(own.flatMap((one) => [one.from, one.to]))].toSorted();
  const out = grouped(own, 'from', 'to');
  const layer = longestWays(ids, out);
  const layers = Math.max(0, ...layer.values()) + 1;
  let order: string[][] = Array.from({ length: ids.length === 0 ? 0 : layers }, () => []);
  for (const id of ids) order[layer.get(id)!]!.push(id);
  const into = grouped(own, 'to', 'from');
  for (let pass = 0; pass < 2; pass++) order = sweep(order, into);
  const placed = new Map(order.flatMap((of, at) => of.map((id, row) => [id, { id, layer: at, row }] as const)));
  return { placed, layers: order.length, rows: Math.max(0, ...order.map((of) => of.length)) };
}

type Links = ReadonlyMap<string, readonly string[]>;
function grouped(edges: readonly Pick<Edge, 'from' | 'to'>[], by: 'from' | 'to', value: 'from' | 'to'): Links {
  const links = new Map<string, string[]>();
  for (const one of edges) links.set(one[by], [...(links.get(one[by]) ?? []), one[value]]);
  return links;
}

/** Calls that lead back to where the walk came from are left out; what remains has no circle. */
function longestWays(ids: readonly string[], out: Links): Map<string, number> {
  const state = new Map<string, 'open' | 'done'>();
  const finished: string[] = [];
  const forward = new Map<string, string[]>();
  const walk = (start: string): void => {
    // Not by recursion: a chain of agents can be long.
    const path = [{ id: start, next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path.at(-1)!;
      const to = out.get(top.id)?.[top.next++];
      if (to === undefined) {
        state.set(top.id, 'done');
        finished.push(top.id);
        path.pop();
      } else if (state.get(to) !== 'open') {
        forward.set(top.id, [...(forward.get(top.id) ?? []), to]);
        if (!state.has(to)) {
          state.set(to, 'open');
          path.push({ id: to, next: 0 });
        }
      }
    }
  };
  const called = new Set([...out.values()].flat());
  for (const id of [...ids.filter((one) => !called.has(one)), ...ids]) if (!state.has(id)) walk(id);
  const layer = new Map(ids.map((id) => [id, 0]));
  for (const id of finished.toReversed())
    for (const to of forward.get(id) ?? []) layer.set(to, Math.max(layer.get(to)!, layer.get(id)! + 1));
  return layer;
}

/** Each layer by the middle of its callers' rows; those without stand where they stood. */
function sweep(order: readonly string[][], into: Links): string[][] {
  const row = new Map<string, number>();
  return order.map((of) => {
    const middle = (id: string, at: number): number => {
      const rows = (into.get(id) ?? []).flatMap((one) => row.get(one) ?? []).toSorted((a, b) => a - b);
      return rows.length === 0 ? at : rows[Math.floor((rows.length - 1) / 2)]!;
    };
    const sorted = of
      .map((id, at) => ({ id, key: middle(id, at), at }))
      .toSorted((a, b) => a.key - b.key || a.at - b.at);
    sorted.forEach(({ id }, at) => row.set(id, at));
    return sorted.map((one) => one.id);
  });
}
