import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import { steppedClock } from '../../../../spine/clock.ts';
import type { Run } from '../../contract.ts';
import type { HistogramQuery } from '../../contract-explorer.ts';
import { ctxOf, ten, viewer } from '../telemetry.fixture.ts';
import { csvHead, csvLine, jsonLine } from './export-lines.ts';
import { runFacets } from './run-facets.ts';
import { runHistogram } from './run-histogram.ts';

const ctx = ctxOf('wsp_1', viewer(null), steppedClock(ten * 1000));
type Row = { at_s: number; outcome: string; n: string };

/** A warehouse that answers so to whatever it is asked; what it was asked. */
function answering(of: (sql: string) => unknown[]): { warehouse: Warehouse; asked: { sql: string; params: object }[] } {
  const asked: { sql: string; params: object }[] = [];
  const query = (sql: string, params: object) => (asked.push({ sql, params }), Promise.resolve(of(sql)));
  return { warehouse: { query } as unknown as Warehouse, asked };
}
const histogram = (rows: Row[], query: Partial<HistogramQuery> = {}) =>
  runHistogram(ctx, answering(() => rows).warehouse, { buckets: 60, ...query });
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
const at = (text: string): number => Date.parse(text) / 1000;

describe('runs over time', () => {
  const minute = fc.integer({ min: 0, max: 60 * 24 * 400 }).map((back) => ten - back * 60);
  const outcome = fc.constantFrom(
    'completed',
    'failed',
    'passed_to_person',
    'abandoned',
    'unknown',
    'of a later version',
  );
  const rows = fc.array(fc.record({ at_s: minute, outcome, n: fc.integer({ min: 1, max: 1e6 }).map(String) }), {
    minLength: 1,
    maxLength: 30,
  });
  const buckets = fc.integer({ min: 2, max: 200 });

  test('no run is lost and none counted twice, each in the bucket of its minute', async () => {
    await fc.assert(
      fc.asyncProperty(rows, buckets, async (all, wanted) => {
        const found = await histogram(all, { buckets: wanted });
        const sum = found.buckets.reduce(
          (held, { completed, failed, passedToPerson, abandoned, unknown }) =>
            held + completed + failed + passedToPerson + abandoned + unknown,
          0,
        );
        expect(sum).toBe(all.reduce((held, row) => held + Number(row.n), 0));
        expect(found.total).toBe(sum);
        expect(found.buckets.length).toBeLessThanOrEqual(wanted + 1);
        for (const { at_s, outcome: of } of all.filter((row) => row.outcome === 'failed' && row.at_s < ten)) {
          const own = found.buckets.find((b) => at(b.at) <= at_s && at_s < at(b.at) + found.bucketSeconds);
          expect([of, own?.failed ?? 0]).not.toEqual([of, 0]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('buckets join without a gap from the first to the last, at multiples of their width', async () => {
    await fc.assert(
      fc.asyncProperty(minute, fc.integer({ min: 1, max: 86_400 * 400 }), buckets, async (from, length, wanted) => {
        const found = await histogram([], { from: iso(from), to: iso(from + length), buckets: wanted });
        const starts = found.buckets.map((bucket) => at(bucket.at));
        expect(starts).toEqual(starts.map((_, n) => at(found.from) + n * found.bucketSeconds));
        expect(at(found.from) % found.bucketSeconds).toBe(0);
        expect(at(found.from)).toBeLessThanOrEqual(from);
        expect(at(found.to)).toBeGreaterThanOrEqual(from + length);
        expect(at(found.to)).toBe(starts.at(-1)! + found.bucketSeconds);
      }),
      { numRuns: 100 },
    );
  });

  test('nothing at all is one empty bucket of a minute, no division by nothing', async () => {
    const found = await histogram([]);
    expect(found).toMatchObject({ bucketSeconds: 60, total: 0 });
    expect(found.buckets).toHaveLength(1);
  });

  test('a range that ends before it begins is drawn, empty', async () => {
    const found = await histogram([], { from: iso(ten), to: iso(ten - 3600) });
    expect(found.buckets).toHaveLength(1);
    expect(found.total).toBe(0);
  });

  test('a run of a clock that goes ahead is in the last bucket', async () => {
    const found = await histogram([
      { at_s: ten - 600, outcome: 'completed', n: '1' },
      { at_s: ten + 7200, outcome: 'failed', n: '2' },
    ]);
    expect(found.buckets.at(-1)).toMatchObject({ failed: 2 });
    expect(found.buckets[0]).toMatchObject({ completed: 1 });
  });

  test('an outcome that is not known here is unknown', async () => {
    const found = await histogram([{ at_s: ten - 60, outcome: 'settled_otherwise', n: '3' }]);
    expect(found.buckets.reduce((sum, { unknown }) => sum + unknown, 0)).toBe(3);
  });

  test('a day on which clocks change is 24 hours of UTC', async () => {
    const found = await histogram([], { from: '2026-03-29T00:00:00Z', to: '2026-03-30T00:00:00Z', buckets: 26 });
    expect(found.bucketSeconds).toBe(3600);
    expect(found.buckets.map((bucket) => bucket.at.slice(11, 13)).slice(0, 4)).toEqual(['00', '01', '02', '03']);
    expect(found.buckets).toHaveLength(24);
  });
});

describe('facets', () => {
  const counted = async (query: object, of: (sql: string) => unknown[] = () => []) => {
    const { warehouse, asked } = answering(of);
    return { found: await runFacets(ctx, warehouse, query), asked };
  };
  /** The question for one facet. */
  const askedFor = (asked: { sql: string; params: object }[], expression: string) =>
    asked.find(({ sql }) => sql.startsWith(`SELECT ${expression} AS value`))!;

  test('what is chosen in a facet narrows all others, not itself', async () => {
    const { asked } = await counted({ agent: 'clerk', filter: [{ by: 'tag', values: ['vip'] }] });
    expect(askedFor(asked, 'agent').sql).not.toContain('{agent:String}');
    expect(askedFor(asked, 'outcome').sql).toContain('{agent:String}');
    const tags = askedFor(asked, 'arrayJoin(arrayDistinct(tags))').sql;
    expect(tags).not.toContain('hasAny(tags');
    expect(askedFor(asked, 'agent').sql).toContain('hasAny(tags');
    expect(askedFor(asked, "''").sql).toMatch(/\{agent:String\}.*hasAny\(tags/s);
  });

  test('what is excluded in a facet stays excluded there too', async () => {
    const { asked } = await counted({ filter: [{ by: 'agent', values: ['noise'], not: true }] });
    for (const { sql } of asked) expect(sql).toContain('NOT (has(');
  });

  test('no runs: nothing by any name, and 0 in all', async () => {
    const { found } = await counted({});
    expect(found.total).toBe(0);
    expect(found.facets.every(({ values }) => values.length === 0)).toBe(true);
    expect(new Set(found.facets.map(({ by }) => by)).size).toBe(found.facets.length);
  });

  test('a range that is said is kept; none is the last 30 days', async () => {
    const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' };
    for (const { params } of (await counted(range)).asked) expect(params).toMatchObject({ fromMinute: at(range.from) });
    for (const { params } of (await counted({})).asked) expect(params).toMatchObject({ fromMinute: ten - 30 * 86_400 });
  });

  test('what is asked is not changed by asking', async () => {
    const query = { agent: 'clerk', filter: [{ by: 'agent' as const, values: ['a'] }] };
    const before = structuredClone(query);
    await counted(query);
    expect(query).toEqual(before);
  });
});

describe('lines of a file', () => {
  const tokens = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
  const run = (over: object): Run =>
    ({
      ...{ id: 'r1', tokens, outcome: { value: 'failed', source: null, refused: false } },
      ...{ models: [], tools: [], tags: [], agent: 'clerk', environment: null, costUsd: null, ...over },
    }) as unknown as Run;

  /** RFC 4180, read back. */
  function cellsOf(line: string): string[] {
    const cells: string[] = [];
    for (const [, quoted, bare] of line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g))
      cells.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    return cells;
  }

  test('any name is read back as it was, in its own column, and opens no formula', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('=1+1', '+a', '-2', '@x', '\t=1', '\r=1', 'a"b,c\nd', '"', ','));
    const head = cellsOf(csvHead);
    fc.assert(
      fc.property(name, name, name, (agent, user, release) => {
        const cells = cellsOf(csvLine(run({ agent, user, release })));
        expect(cells).toHaveLength(head.length);
        for (const [column, given] of Object.entries({ agent, user, release })) {
          const cell = cells[head.indexOf(column)]!;
          expect(cell).toBe(/^[=+\-@\t\r]/.test(given) ? `'${given}` : given);
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });

  test('unknown is empty, 0 and no are told', () => {
    const head = cellsOf(csvHead);
    const cells = cellsOf(csvLine(run({ costUsd: 0, durationMs: null, tokens: { ...tokens, output: 0 } })));
    const of = (column: string): string => cells[head.indexOf(column)]!;
    expect([of('cost_usd'), of('duration_ms'), of('input_tokens'), of('output_tokens'), of('refused')]).toEqual([
      ...['0', '', '', '0', 'false'],
    ]);
  });

  test('a line of JSON is one line and holds no text of the run', () => {
    const line = jsonLine(
      run({ inputPreview: 'a secret\nquestion', outputPreview: 'an answer', agent: 'two\nlines\u2028' }),
    );
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line).not.toMatch(/secret|answer|Preview/);
    expect(JSON.parse(line)).toMatchObject({ id: 'r1', agent: 'two\nlines\u2028', costUsd: null });
  });
});
