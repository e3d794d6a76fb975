import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { steppedClock } from '../clock.ts';
import { lookAtDisk, openDiskWatch } from './disk-watch.ts';
import { readHistory } from './history.ts';
import { canMount, smallDisk } from './small-disk.fixture.ts';

const MiB = 1 << 20;
const hour = 3_600_000;
const limits = { warnPercent: 80, reserveBytes: 8 * MiB };
const dir = mkdtempSync(join(tmpdir(), 'signalbox-disk-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.runIf(canMount)(
  'ok, filling, full; and back only when there is room for good',
  async () => {
    const disk = smallDisk(40);
    const watch = await openDiskWatch(disk.dir, limits, steppedClock(1e12));
    const becomes = (state: string): Promise<void> =>
      vi.waitFor(() => expect(watch.read().state).toBe(state), { timeout: 4_000 });
    try {
      expect(watch.read()).toMatchObject({ state: 'ok', totalBytes: 40 * MiB, bytesPerDay: null, fullAt: null });
      disk.fill(8.4 * MiB);
      // 8 MiB are a fifth of it: the reserve begins where the warning does.
      await new Promise((done) => setTimeout(done, 1_500));
      expect(watch.read()).toMatchObject({ state: 'ok', usedPercent: 79 });
      disk.fill(MiB);
      await becomes('full');
      expect(watch.read().freeBytes).toBeLessThan(1.1 * MiB);
      disk.free();
      disk.fill(8.4 * MiB);
      await new Promise((done) => setTimeout(done, 1_500));
      expect(watch.read().state).toBe('full');
      disk.free();
      await becomes('ok');
      expect((await lookAtDisk(disk.dir, disk.dir, { ...limits, warnPercent: 0 })).state).toBe('filling');
    } finally {
      watch.close();
      disk.remove();
    }
  },
  30_000,
);

test('what was seen is remembered over restarts, for a week, and what cannot be read is not', async () => {
  const clock = steppedClock(1e12);
  const history = (): number[] => readHistory(dir).map(({ at }) => at);
  const restart = async (): Promise<void> => (await openDiskWatch(dir, limits, clock)).close();
  await restart();
  await restart();
  expect(history()).toEqual([1e12]);
  clock.advance(hour);
  await restart();
  expect(history()).toEqual([1e12, 1e12 + hour]);
  clock.advance(7 * 24 * hour);
  await restart();
  expect(history()).toEqual([1e12 + 7 * 24 * hour + hour]);
  expect(readFileSync(join(dir, 'disk.json'), 'utf8')).toContain('usedBytes');
  for (const text of ['', '{}', '[{"at":"x"}]']) {
    writeFileSync(join(dir, 'disk.json'), text);
    expect(history()).toEqual([]);
  }
});

test('growth over restarts becomes a forecast', async () => {
  const now = Date.now();
  const used = Array.from({ length: 20 }, (_, i) => ({ at: now - (20 - i) * hour, usedBytes: i * 1e6 }));
  writeFileSync(join(dir, 'disk.json'), JSON.stringify(used));
  const { bytesPerDay } = await lookAtDisk(dir, dir, limits);
  expect(bytesPerDay).toBe(24e6);
});
