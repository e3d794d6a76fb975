/** What must be there after the last kill, and what is. Pure: the queries are in crash-levels.ts. */

export type Expected = {
  ids: ReadonlySet<string>;
  runs: number;
  invocations: number;
  minutes: ReadonlyMap<number, number>;
};
/** One way in which spans (or runs) are counted. `expected` differs by level: only closed buckets are in rollups. */
export type Level = { name: string; expected: number; present: number; lost: number; doubled: number };

/** Lines `<trace> <span> <start>`. A start more than a day ahead of its receipt is kept in bucket 0. */
export function expectedFrom(
  lines: readonly string[],
  { runs, invocations, now }: { runs: number; invocations: number; now: number },
): Expected {
  const ids = new Set<string>();
  const minutes = new Map<number, number>();
  for (const line of lines) {
    const [trace, span, start] = line.split(' ');
    ids.add(`${trace} ${span}`);
    const minute = Number(start) > now / 1000 + 86_400 ? 0 : Math.floor(Number(start) / 60) * 60;
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  return { ids, runs, invocations, minutes };
}

export const countLevel = (name: string, expected: number, present: number): Level => ({
  name,
  expected,
  present,
  lost: Math.max(0, expected - present),
  doubled: Math.max(0, present - expected),
});

/** Span by span: which ids are absent, and how many rows stand for an id that has one already (or was never acknowledged). */
export function idLevel(name: string, expected: ReadonlySet<string>, rows: readonly string[]): Level {
  const present = new Set(rows);
  const lost = [...expected].filter((id) => !present.has(id)).length;
  const unknown = [...present].filter((id) => !expected.has(id)).length;
  return { name, expected: expected.size, present: rows.length, lost, doubled: rows.length - present.size + unknown };
}

/**
 * A rollup, bucket by bucket, so that one bucket's loss does not hide another's double. Only buckets that are closed: those that end at
 * or before `closedThrough`, and bucket 0.
 * @param width seconds
 */
export function bucketLevel(
  name: string,
  minutes: ReadonlyMap<number, number>,
  { rows, width, closedThrough }: { rows: ReadonlyMap<number, number>; width: number; closedThrough: number },
): Level {
  const closed = (bucket: number): boolean => bucket === 0 || bucket + width <= closedThrough;
  const expected = new Map<number, number>();
  for (const [minute, count] of minutes) {
    const bucket = Math.floor(minute / width) * width;
    if (closed(bucket)) expected.set(bucket, (expected.get(bucket) ?? 0) + count);
  }
  const level: Level = { name, expected: 0, present: 0, lost: 0, doubled: 0 };
  for (const bucket of new Set([...expected.keys(), ...[...rows.keys()].filter(closed)])) {
    const {
      expected: due,
      present,
      lost,
      doubled,
    } = countLevel(name, expected.get(bucket) ?? 0, rows.get(bucket) ?? 0);
    level.expected += due;
    level.present += present;
    level.lost += lost;
    level.doubled += doubled;
  }
  return level;
}
