/** Messages of one span, team, direction and moment, in order from `index` on. `refs`: lower-case hex. */
export type RefsRow = {
  span_id: string;
  team_id: string;
  direction: 'system' | 'input' | 'output' | 'tools';
  index: number;
  at_ns: string;
  refs: string[];
};

const order = { system: 0, input: 1, output: 2, tools: 3 } as const;

/**
 * The messages of one span, each once, in order. The span itself tells them from index 0 at its start; log events tell
 * them one by one, or all again. What an event repeats of the span's own is left out, and so is what was told at a start
 * that has moved since.
 * @param startNs the span's present start, Unix nanoseconds.
 */
export function settledRefs(rows: readonly RefsRow[], startNs: string): RefsRow[] {
  const own = rows.filter((row) => row.index === 0 && row.at_ns === startNs);
  return rows
    .flatMap((row) => {
      const base = own.find((held) => held.direction === row.direction);
      if (base === undefined || base === row) return [row];
      if (row.index === 0) return [];
      const refs = row.refs.filter((ref) => !base.refs.includes(ref));
      return refs.length === 0 ? [] : [{ ...row, refs }];
    })
    .toSorted(byPlace);
}

const byPlace = (a: RefsRow, b: RefsRow): number =>
  order[a.direction] - order[b.direction] || Number(BigInt(a.at_ns) - BigInt(b.at_ns)) || a.index - b.index;
