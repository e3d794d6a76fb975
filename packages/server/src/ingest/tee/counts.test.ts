import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTeeCounts, writeTeeCounts } from './counts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-counts-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});
const zeros = { sent: 0, dropped: 0, refused: 0 };

test('what was written is read, by its owner alone, and no draft stays', () => {
  writeTeeCounts(folder, { sent: 3, dropped: 2, refused: 1 });
  expect(readTeeCounts(folder)).toEqual({ sent: 3, dropped: 2, refused: 1 });
  expect(readdirSync(folder)).toEqual(['counts.json']);
  expect(statSync(join(folder, 'counts.json')).mode & 0o777).toBe(0o600);
});

test.each([
  ['a file that was cut', '{"sent":3,'],
  ['an empty file', ''],
  ['null', 'null'],
])('%s counts from zero: doctor must not fail on it', (_what, text) => {
  writeFileSync(join(folder, 'counts.json'), text);
  expect(readTeeCounts(folder)).toEqual(zeros);
});

test('a count that an older version did not have is 0', () => {
  writeFileSync(join(folder, 'counts.json'), '{"sent":3}');
  expect(readTeeCounts(folder)).toEqual({ ...zeros, sent: 3 });
});

test('where no file can be written nothing fails, and the last one stands', () => {
  writeTeeCounts(folder, { ...zeros, sent: 1 });
  mkdirSync(join(folder, 'counts.json.new'));
  expect(() => writeTeeCounts(folder, { ...zeros, sent: 2 })).not.toThrow();
  expect(readTeeCounts(folder).sent).toBe(1);
  expect(() => writeTeeCounts(join(folder, 'gone'), zeros)).not.toThrow();
  expect(readTeeCounts(join(folder, 'gone'))).toEqual(zeros);
});
