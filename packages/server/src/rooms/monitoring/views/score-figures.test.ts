import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreFigures } from './score-figures.ts';
import { ctxOf, hex, span, ten, TestTelemetry, viewer } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const since = new Date((ten - 3600) * 1000).toISOString();

async function scored(place: TestTelemetry, release: string, numbers: readonly (number | null)[], teamId = 'tea_a') {
  const traceId = hex(16);
  await place.spans([span(traceId, hex(8), 0, { kind: 'agent', agent: 'a', release, team_id: teamId })]);
  await place.rebuild(traceId);
  const at = BigInt(ten) * 1_000_000_000n;
  const rows = numbers.map((number) => ({
    ...{ team_id: teamId, score_id: hex(8), trace_id: traceId, name: 'quality', data_type: 'numeric', number, at },
    version: 1,
  }));
  await place.insert('scores', rows);
  return rows;
}

test('scores of each release, sent twice counted once, unknown ones left out', async () => {
  const place = telemetry.elsewhere();
  const first = await scored(place, 'r1', [1, 0.5, null]);
  await place.insert('scores', [{ ...first[0]!, number: 0, version: 2 }]);
  await scored(place, 'r1', [1]);
  await scored(place, 'r2', [0.25]);
  await scored(place, 'r3', [1]);
  const found = await scoreFigures(ctxOf(place.workspaceId), place.warehouse, { releases: ['r1', 'r2'], since });
  expect(found).toEqual([
    { release: 'r1', name: 'quality', count: 3, mean: 0.5 },
    { release: 'r2', name: 'quality', count: 1, mean: 0.25 },
  ]);
});

test('nothing of teams one does not see, of times before, or of no release', async () => {
  const place = telemetry.elsewhere();
  await scored(place, 'r1', [1], 'tea_a');
  await scored(place, 'r1', [0], 'tea_b');
  const ask = (actor: Parameters<typeof ctxOf>[1], releases = ['r1'], from = since) =>
    scoreFigures(ctxOf(place.workspaceId, actor), place.warehouse, { releases, since: from });
  expect(await ask(viewer('tea_b'))).toEqual([{ release: 'r1', name: 'quality', count: 1, mean: 0 }]);
  expect(await ask(viewer(null))).toMatchObject([{ count: 2, mean: 0.5 }]);
  expect(await ask(viewer(null), [])).toEqual([]);
  expect(await ask(viewer(null), ['r1'], new Date((ten + 3600) * 1000).toISOString())).toEqual([]);
});
