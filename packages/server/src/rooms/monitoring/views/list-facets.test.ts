import { afterAll, beforeAll, expect, test } from 'vitest';
import { steppedClock } from '../../../spine/clock.ts';
import { listFacets } from './list-facets.ts';
import { ctxOf, hex, ten, TestTelemetry } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const facets = (place: TestTelemetry) =>
  listFacets(ctxOf(place.workspaceId, undefined, steppedClock(ten * 1000)), place.warehouse);

const run = (agent: string, environment: string, more = {}) => ({
  team_id: 'tea_a',
  run_id: `${hex(16)}-${hex(8)}`,
  bucket: ten - 60,
  version: 1n,
  is_deleted: 0,
  agent,
  environment,
  ...more,
});

test('names by the number of their runs, each run once, unknown ones left out', async () => {
  const place = telemetry.elsewhere();
  const rare = run('rare', 'prod');
  await place.insert('runs', [rare, run('often', 'prod'), run('often', 'dev'), run('', '')]);
  await place.insert(
    'runs',
    [2n, 3n, 4n].map((version) => ({ ...rare, version })),
  );
  expect(await facets(place)).toEqual({ agents: ['often', 'rare'], environments: ['prod', 'dev'] });
});

test('deleted runs and those older than 30 days offer nothing', async () => {
  const place = telemetry.elsewhere();
  await place.insert('runs', [run('gone', '', { is_deleted: 1 }), run('old', '', { bucket: ten - 31 * 86_400 })]);
  expect(await facets(place)).toEqual({ agents: [], environments: [] });
});

test('at most 200 of each', async () => {
  const place = telemetry.elsewhere();
  await place.insert(
    'runs',
    Array.from({ length: 230 }, (_, index) => run(`agent${index}`, `env${index % 210}`)),
  );
  const { agents, environments } = await facets(place);
  expect([agents.length, environments.length]).toEqual([200, 200]);
});
