import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepHistory, readHistory, withSample } from './history.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-22T12:00:00Z');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'signalbox-history-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the file', () => {
  test('comes back as it was kept, for its owner alone, without a draft beside it', async () => {
    const samples = [
      { at: now - day, usedBytes: 1 },
      { at: now, usedBytes: 2 ** 45 },
    ];
    await keepHistory(dir, samples);
    await keepHistory(dir, samples);
    expect(readHistory(dir)).toEqual(samples);
    expect(readdirSync(dir)).toEqual(['disk.json']);
    expect(statSync(join(dir, 'disk.json')).mode & 0o777).toBe(0o600);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['half of it', '[{"at":1,"usedBytes":2},{"at'],
    ['no list', '{"at":1}'],
    ['null', 'null'],
    ['a list that holds nothing', '[null]'],
  ])('that holds %s is no history, and no error', (_, text) => {
    writeFileSync(join(dir, 'disk.json'), text);
    expect(readHistory(dir)).toEqual([]);
  });

  test('samples that are none are left out, the others stay', () => {
    const text = '[{"at":1,"usedBytes":2},{"at":"x","usedBytes":2},{"at":3},{"usedBytes":4},{"at":5,"usedBytes":null}]';
    writeFileSync(join(dir, 'disk.json'), text);
    expect(readHistory(dir)).toEqual([{ at: 1, usedBytes: 2 }]);
  });

  test('where it cannot be written nothing happens, and what was there stays whole', async () => {
    await keepHistory(join(dir, 'no', 'such'), [{ at: now, usedBytes: 1 }]);
    await keepHistory(dir, [{ at: now, usedBytes: 1 }]);
    // A folder in the way of the draft, as root may write anywhere.
    mkdirSync(join(dir, 'disk.json.new'));
    chmodSync(join(dir, 'disk.json.new'), 0o500);
    await keepHistory(dir, [{ at: now, usedBytes: 2 }]);
    expect(JSON.parse(readFileSync(join(dir, 'disk.json'), 'utf8'))).toEqual([{ at: now, usedBytes: 1 }]);
  });
});

describe('one sample more', () => {
  test('what is older than a week goes, and what is of the same moment is replaced', () => {
    const kept = [now - 7 * day, now - 7 * day + 1, now - 1, now].map((at) => ({ at, usedBytes: 1 }));
    expect(withSample(kept, { at: now, usedBytes: 2 })).toEqual([
      { at: now - 7 * day + 1, usedBytes: 1 },
      { at: now - 1, usedBytes: 1 },
      { at: now, usedBytes: 2 },
    ]);
  });

  test('a clock that was set back forgets what it has not seen yet', () => {
    const ahead = [{ at: now + day, usedBytes: 9 }];
    expect(withSample(ahead, { at: now, usedBytes: 1 })).toEqual([{ at: now, usedBytes: 1 }]);
  });

  test('however the clock jumps: in order of time, within a week, the newest last', () => {
    const jumps = fc.array(fc.integer({ min: now - 20 * day, max: now + 20 * day }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(jumps, (times) => {
        const samples = times.reduce<ReturnType<typeof withSample>>(
          (held, at) => withSample(held, { at, usedBytes: 1 }),
          [],
        );
        const kept = samples.map(({ at }) => at);
        expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
        expect(kept.at(-1)).toBe(times.at(-1));
        expect(kept.at(-1)! - kept[0]!).toBeLessThan(7 * day);
      }),
    );
  });
});
