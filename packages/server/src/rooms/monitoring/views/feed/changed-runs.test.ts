import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ten, TestTelemetry } from '../telemetry.fixture.ts';
import { changedRuns, type ChangedRun, type FactsPosition } from './changed-runs.ts';
import { runRow, writeRuns } from './run-rows.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

/** The feed to its end, in steps of `limit`. */
async function drain(place: TestTelemetry, limit: number, after: FactsPosition | null = null): Promise<ChangedRun[]> {
  const all: ChangedRun[] = [];
  for (let at = after; ;) {
    const changes = await changedRuns(place.warehouse, place.workspaceId, at, limit);
    if (changes.length === 0) return all;
    all.push(...changes);
    at = all.at(-1)!;
  }
}

test('every run comes once, in order of version and id, whatever the size of the steps', async () => {
  const place = telemetry.elsewhere();
  const written = await writeRuns(place, 40, 7);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (limit) => {
      const found = await drain(place, limit);
      expect(found.map((change) => change.runId).toSorted()).toEqual(written.toSorted());
      const keys = found.map((change) => `${change.version.padStart(20, '0')} ${change.runId}`);
      expect(keys).toEqual(keys.toSorted());
    }),
    { numRuns: 10 },
  );
});

test('a changed run comes again, with what it is now', async () => {
  const place = telemetry.elsewhere();
  const row = runRow(1n, { state: 'running' });
  await place.insert('runs', [row]);
  const [first] = await drain(place, 10);
  expect(first).toMatchObject({ runId: row.run_id, version: '1', deleted: false, run: { state: 'running' } });
  await place.insert('runs', [{ ...row, version: 2n, state: 'settled', outcome: 'failed' }]);
  const again = await drain(place, 10, first!);
  expect(again).toMatchObject([
    { runId: row.run_id, version: '2', run: { state: 'settled', outcome: { value: 'failed' } } },
  ]);
});

test('deleted and re-parented runs are told', async () => {
  const place = telemetry.elsewhere();
  const [gone, moved] = [runRow(1n), runRow(2n)];
  await place.insert('runs', [gone, moved]);
  await place.insert('runs', [
    { ...gone, version: 3n, is_deleted: 1 },
    { ...moved, version: 4n, is_deleted: 1, redirect_to: 'x-y' },
  ]);
  const last = await drain(place, 10, { version: '2', runId: moved.run_id });
  expect(last).toMatchObject([
    { runId: gone.run_id, deleted: true, redirectTo: null },
    { runId: moved.run_id, deleted: true, redirectTo: 'x-y' },
  ]);
});

test('a run that moved to another minute lives: the tombstone it left there is not told', async () => {
  const place = telemetry.elsewhere();
  const row = runRow(1n);
  await place.insert('runs', [
    { ...row, version: 5n, is_deleted: 1 },
    { ...row, version: 5n, bucket: ten + 60 },
  ]);
  expect(await drain(place, 1)).toMatchObject([{ runId: row.run_id, deleted: false }]);
});

test('no text leaves by the feed, versions keep all 64 bits, and workspaces are apart', async () => {
  const place = telemetry.elsewhere();
  await place.insert('runs', [
    runRow(18_446_744_073_709_551_614n, { input_preview: 'PLANTED', output_preview: 'PLANTED', agent: 'billing' }),
  ]);
  const found = await drain(place, 10);
  expect(found).toMatchObject([
    { version: '18446744073709551614', bound: false, run: { agent: 'billing', inputPreview: null } },
  ]);
  expect(JSON.stringify(found)).not.toContain('PLANTED');
  expect(await drain(telemetry.elsewhere(), 10)).toEqual([]);
});
