import { afterAll, beforeAll, expect, test } from 'vitest';
import { PassKQuery } from '../contract-scores.ts';
import { passK } from './pass-k.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

type Trial = { task: string; numbers: readonly (number | null)[]; agent?: string; team?: string };
const at = BigInt(ten) * 1_000_000_000n;

async function trial(place: TestTelemetry, { task, numbers, agent = 'a', team = 'tea_a' }: Trial): Promise<void> {
  const traceId = hex(16);
  await place.spans([span(traceId, hex(8), 0, { kind: 'agent', agent, team_id: team })]);
  await place.rebuild(traceId);
  const rows = numbers.map((number, version) => ({
    ...{ team_id: team, score_id: `s ${traceId}`, trace_id: traceId, name: 'reward', data_type: 'numeric', number, at },
    ...{ version, metadata: new Map([['task', task]]) },
  }));
  await place.insert('scores', rows);
}
const ask = (place: TestTelemetry, more: object = {}, actor?: Parameters<typeof ctxOf>[1]) =>
  passK(ctxOf(place.workspaceId, actor), place.warehouse, PassKQuery.parse({ score: 'reward', ...more }));

test('runs are trials of the task that their score names; the last word of a score holds', async () => {
  const place = telemetry.elsewhere();
  for (const numbers of [[1], [1 - 1e-9], [1, 0], [0.5]]) await trial(place, { task: '7', numbers });
  for (const numbers of [[1], [0, 1]]) await trial(place, { task: '8', numbers });
  await trial(place, { task: '', numbers: [1] });
  await trial(place, { task: '9', numbers: [null] });
  const found = await ask(place);
  expect(found).toMatchObject({ score: 'reward', group: 'task', threshold: 1, runs: 6, passed: 4, truncated: false });
  expect(found.tasks).toEqual([
    { group: '7', runs: 4, passed: 2 },
    { group: '8', runs: 2, passed: 2 },
  ]);
  expect(found.powers.map(({ value, tasks }) => [value?.toFixed(4) ?? null, tasks])).toEqual([
    ['0.7500', 2],
    [((1 / 6 + 1) / 2).toFixed(4), 2],
    ['0.0000', 1],
    ['0.0000', 1],
  ]);
  expect((await ask(place, { threshold: 0.5, k: 1 })).powers).toEqual([{ k: 1, value: 0.875, tasks: 2 }]);
});

test('of one agent, of a time, of a score that nobody gave', async () => {
  const place = telemetry.elsewhere();
  await trial(place, { task: '1', numbers: [1] });
  await trial(place, { task: '1', numbers: [0], agent: 'b' });
  expect((await ask(place, { agent: 'b' })).passed).toBe(0);
  const later = new Date((ten + 60) * 1000).toISOString();
  expect((await ask(place, { to: later })).runs).toBe(2);
  expect((await ask(place, { from: later })).powers[0]).toEqual({ k: 1, value: null, tasks: 0 });
  expect((await ask(place, { score: 'other' })).runs).toBe(0);
});

test('nothing of teams or workspaces one does not see, and no names of tasks without the right to content', async () => {
  const place = telemetry.elsewhere();
  await trial(place, { task: '1', numbers: [1] });
  await trial(place, { task: '1', numbers: [0], team: 'tea_b' });
  expect(await ask(place, {}, viewer('tea_b'))).toMatchObject({ runs: 1, passed: 0, tasks: [{ group: '1' }] });
  expect(await ask(place, {}, keyWithout('tea_a'))).toMatchObject({ runs: 1, passed: 1, tasks: [] });
  expect((await ask(telemetry.elsewhere())).runs).toBe(0);
});
