import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ten, TestTelemetry } from '../views/telemetry.fixture.ts';
import { type OpenMinutes, type Range, splitRange } from '../views/totals/tiers.ts';
import type { FigureRow } from './answer.ts';
import { measures, needsOf } from './catalogue/measures.ts';
import { type Source, sources } from './catalogue/sources.ts';
import { countsOf, inferredOutcomes, rowsOf, unknownOutcomes, valuesOf } from './counted.fixture.ts';
import { figuresSql } from './figures-sql.ts';
import { filterParams, filterSql } from './filters.ts';
import { type Grain, plainSteps, stepsSql, strideOf } from './grain.ts';
import { dimensionsOf } from './plan.ts';
import { keep, someWorld, type World } from './world.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

type Asked = { source: Source; dimensions: string[]; grain: Grain; range: Range; open: OpenMinutes; not: string };

const stepOf = { minute: 60, hour: 3600, day: 86_400, week: 7 * 86_400 } as const;
/** Weeks begin on Mondays; the first day ever was a Thursday. */
const monday = 4 * 86_400;
const startOf = (bucket: number, grain: Grain): number =>
  grain === 'none' ? 0 : bucket - ((bucket - (grain === 'week' ? monday : 0)) % stepOf[grain]);
const measuresOf = (source: Source) => measures.filter((measure) => dimensionsOf(measure, [source]).length > 0);
const known = (value: unknown): number | null => (value === null ? null : Number(Number(value).toPrecision(9)));

async function asked(place: TestTelemetry, { source, dimensions, grain, range, open, not }: Asked) {
  const own = measuresOf(source);
  const filters = [{ dimension: 'team', op: 'is_not' as const, values: [not] }];
  const sql = figuresSql(
    {
      ...{ measures: own, uses: [{ source, measures: own, parts: [...new Set(own.flatMap(needsOf))] }] },
      cut: {
        ...{ dimensions, grain, timeZone: 'UTC', split: splitRange(range, open) },
        ...{ visible: 'workspace_id = {workspace:String}', narrowed: (of: Source) => filterSql(filters, of) },
      },
    },
    false,
  );
  const params = { workspace: place.workspaceId, zone: 'UTC', ...filterParams(filters) };
  const found = await place.warehouse.query<FigureRow>(sql, params);
  const columnOf = (row: FigureRow, letter: string, measure: string) =>
    row[`${letter}${own.findIndex(({ id }) => id === measure)}`];
  return found.map((row) => ({
    key: JSON.stringify([grain === 'none' ? 0 : Number(row.at), ...dimensions.map((_, at) => row[`g${at}`])]),
    ...Object.fromEntries(own.map(({ id }) => [id, known(columnOf(row, 'm', id))])),
    ...(source.open.from === 'invocations' && {
      unknownShare: known(columnOf(row, 'u', 'completion_rate')),
      inferredShare: known(columnOf(row, 'i', 'completion_rate')),
    }),
  }));
}

function counted(world: World, { source, dimensions, grain, range, not }: Asked) {
  const rows = rowsOf(world, source).filter(
    (row) => row['bucket'] >= range.low && row['bucket'] < range.high && row['team_id'] !== not,
  );
  const groups = new Map<string, typeof rows>();
  for (const row of rows) {
    let keys: (string | number)[][] = [[startOf(row['bucket'], grain)]];
    for (const id of dimensions)
      keys = keys.flatMap((key) => valuesOf(row, id, source).map((value) => [...key, value]));
    for (const key of keys.map((one) => JSON.stringify(one))) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const whole = dimensions.length === 0 && grain === 'none';
  if (whole && groups.size === 0) groups.set('[0]', []);
  const counts = countsOf(source);
  return [...groups].map(([key, own]) => ({
    key,
    ...Object.fromEntries(measuresOf(source).map(({ id }) => [id, known(counts[id]!(own))])),
    ...(source.open.from === 'invocations' && {
      unknownShare: known(unknownOutcomes(own)),
      inferredShare: known(inferredOutcomes(own)),
    }),
  }));
}

const byKey = <Row extends { key: string }>(rows: Row[]): Row[] => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));

test('every source tells of random rows what counting them one by one does, however they are cut', async () => {
  const cases = fc.record({
    world: someWorld,
    after: fc.integer({ min: -1, max: 2600 }),
    also: fc.array(fc.constantFrom(0, 59, 60, 1500, 2400), { maxLength: 3 }),
    cuts: fc.array(fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.nat({ max: 2 })), {
      minLength: 10,
      maxLength: 10,
    }),
    grain: fc.constantFrom('none' as const, 'minute' as const, 'hour' as const, 'day' as const, 'week' as const),
    from: fc.integer({ min: 0, max: 1500 }),
    to: fc.integer({ min: 1501, max: 2600 }),
    not: fc.constantFrom('', 'tea_a'),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ world, after, also, cuts, grain, from, to, not }) => {
      const place = telemetry.elsewhere();
      await keep(place, world);
      const open = { after: ten + after * 60, also: also.map((minute) => ten + minute * 60) };
      for (const [at, source] of sources.entries()) {
        const [a, b, count] = cuts[at]!;
        const all = Object.keys(source.columns);
        const dimensions = [...new Set([all[a % all.length]!, all[b % all.length]!])].slice(0, count);
        const range = { low: ten + from * 60, high: ten + to * 60 };
        const question = { source, dimensions, grain, range, open, not };
        const found = await asked(place, question);
        expect([source.name, dimensions, byKey(found)]).toEqual([
          source.name,
          dimensions,
          byKey(counted(world, question)),
        ]);
      }
    }),
    { numRuns: 5 },
  );
}, 60_000);

test('steps of time that are not asked for are those that the engine tells', async () => {
  const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  const lengths = { minute: 7_200, hour: 86_400, day: 40 * 86_400, week: 90 * 86_400 };
  const cases = fc.sample(
    fc.record({
      zone: fc.constantFrom(...zones),
      grain: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const, 'week' as const),
      low: fc.integer({ min: 28_000_000, max: 30_000_000 }).map((minute) => minute * 60),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    { numRuns: 60, seed: 7 },
  );
  let plainly = 0;
  for (const { zone, grain, low, share } of cases) {
    const high = low + 60 * Math.max(1, Math.round((lengths[grain] * share) / 60));
    const plain = plainSteps(grain, zone, { low, high });
    if (plain === null) continue;
    plainly++;
    const params = { low, high, step: strideOf(grain), zone };
    const told = await telemetry.warehouse.query<{ at: number }>(stepsSql(grain), params);
    expect([zone, grain, low, high, plain]).toEqual([zone, grain, low, high, told.map(({ at }) => Number(at))]);
  }
  expect(plainly).toBeGreaterThan(20);
});

test('every measure is counted, of each source that tells it', () => {
  for (const source of sources)
    expect(Object.keys(countsOf(source))).toEqual(expect.arrayContaining(measuresOf(source).map(({ id }) => id)));
});
