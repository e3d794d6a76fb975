import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { ctxOf, keyWithout, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import type { OpenMinutes } from '../totals/tiers.ts';
import { counted, type InvocationRow, someInvocation } from './invocations.fixture.ts';
import { releaseFigures, type ReleaseWindow } from './release-figures.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const allLive: OpenMinutes = { after: -60, also: [] };
const iso = (minute: number): string => new Date((ten + minute * 60) * 1000).toISOString();
const own: ReleaseWindow = {
  ...{ from: iso(0), to: iso(2401), teamId: 'tea_a', agent: 'billing', environment: 'prod', release: 'r1' },
};
type Asked = { open?: OpenMinutes; actor?: Actor };
const ask = (place: TestTelemetry, windows: ReleaseWindow[], { open = allLive, actor }: Asked = {}) =>
  releaseFigures(
    ctxOf(place.workspaceId, actor),
    { warehouse: place.warehouse, rollups: { openMinutes: () => open } },
    windows,
  );
const fits = (row: InvocationRow, one: ReleaseWindow): boolean =>
  row.team_id === one.teamId &&
  row.agent === one.agent &&
  row.environment === one.environment &&
  row.release === one.release &&
  row.bucket * 1000 >= Date.parse(one.from) &&
  row.bucket * 1000 < Date.parse(one.to);

test('each window is counted by itself, from rollups, open minutes and any mixture; nothing seen is null', async () => {
  const someWindow = fc.record({
    from: fc.integer({ min: 0, max: 1500 }).map(iso),
    to: fc.integer({ min: 1500, max: 2500 }).map(iso),
    teamId: fc.constantFrom('tea_a', 'tea_b'),
    agent: fc.constantFrom('billing', "O'Neill"),
    environment: fc.constantFrom('', 'prod'),
    release: fc.constantFrom('', 'r1', 'r2'),
  });
  const cases = fc.record({
    rows: fc.array(someInvocation, { minLength: 1, maxLength: 60 }),
    windows: fc.array(someWindow, { minLength: 1, maxLength: 4 }),
    after: fc.integer({ min: -1, max: 2500 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, windows, after }) => {
      const place = telemetry.elsewhere();
      await place.insert('invocations', rows);
      await place.rollUp([...new Set(rows.map((row) => row.bucket))]);
      const found = await ask(place, windows, { open: { after: ten + after * 60, also: [] } });
      const told = found.map((one) => {
        if (one === null) return null;
        const { mean, known } = one.durationMs;
        return { ...one, durationMs: { mean, known } };
      });
      const wanted = windows.map(
        (one) =>
          counted(
            rows.filter((row) => fits(row, one)),
            null,
          )[0] ?? null,
      );
      expect(told).toEqual(wanted);
    }),
    { numRuns: 5 },
  );
}, 60_000);

test('what one may not see is as if nothing had been seen', async () => {
  const place = telemetry.elsewhere();
  const [row] = fc.sample(someInvocation, { numRuns: 1, seed: 3 });
  const mine = { team_id: 'tea_a', agent: 'billing', environment: 'prod', release: 'r1', bucket: ten };
  await place.insert('invocations', [{ ...row!, ...mine }]);
  const seen = async (actor: Actor) => (await ask(place, [own], { actor })).map((one) => one?.invocations ?? null);
  expect(await seen(viewer(null))).toEqual([1]);
  expect(await seen(viewer('tea_a'))).toEqual([1]);
  expect(await seen(viewer('tea_b'))).toEqual([null]);
  expect(await seen(keyWithout('tea_a'))).toEqual([1]);
  await expect(seen({ kind: 'guest', id: 'guest' })).rejects.toMatchObject({ code: 'access.denied' });
  expect(await ask(telemetry.elsewhere(), [own, own])).toEqual([null, null]);
  expect(await ask(place, [])).toEqual([]);
});
