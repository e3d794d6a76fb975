import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSize } from './watch-size.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'signalbox-size-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('aborts once the files below hold more, however deep they lie', async () => {
  mkdirSync(join(folder, 'objects', 'pack'), { recursive: true });
  const watch = watchSize(folder, 1_000);
  writeFileSync(join(folder, 'objects', 'pack', 'one'), 'x'.repeat(600));
  writeFileSync(join(folder, 'objects', 'two'), 'x'.repeat(600));
  await vi.waitFor(() => expect(watch.signal.aborted).toBe(true), 5_000);
  expect(watch.signal.reason).toBe('the repository is larger than 1000 bytes');
  watch.end();
});

test('lets smaller ones be, and a folder that is not there', async () => {
  writeFileSync(join(folder, 'one'), 'x'.repeat(900));
  const watches = [watchSize(folder, 1_000), watchSize(join(folder, 'none'), 1)];
  await new Promise((done) => setTimeout(done, 600));
  expect(watches.map((one) => one.signal.aborted)).toEqual([false, false]);
  for (const one of watches) one.end();
});
