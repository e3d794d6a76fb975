import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, expect, test } from 'vitest';
import { look, snapshot } from './snapshot.ts';

let dir: string;
const at = (...parts: string[]): string => join(dir, ...parts);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'signalbox-snapshot-'));
  mkdirSync(at('from', 'deep', 'empty'), { recursive: true });
  for (const name of ['kept', 'changed', 'gone', 'deep/same']) writeFileSync(at('from', name), name);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the copy is the folder as it stands when it is held, whatever changed while it was copied', async () => {
  let held = 0;
  await snapshot(at('from'), at('to'), (body) => {
    // Between the copy beforehand and the hold: the worst moment for changes, one of them without a change of size.
    writeFileSync(at('from', 'changed'), 'CHANGED');
    appendFileSync(at('from', 'kept'), ' and grown');
    rmSync(at('from', 'gone'));
    mkdirSync(at('from', 'new'));
    writeFileSync(at('from', 'new', 'file'), 'new');
    held++;
    return body();
  });
  expect(held).toBe(1);
  expect([...(await look(at('to'))).keys()]).toEqual([...(await look(at('from'))).keys()]);
  for (const name of ['kept', 'changed', 'deep/same', 'new/file'])
    expect(readFileSync(at('to', name), 'utf8'), name).toBe(readFileSync(at('from', name), 'utf8'));
});

test('what did not change is not copied again while others wait', async () => {
  // Old enough that no write can hide in the same tick of the file system's clock.
  await new Promise((done) => setTimeout(done, 80));
  await snapshot(at('from'), at('to'), (body) => {
    writeFileSync(at('to', 'kept'), 'of the first copy');
    return body();
  });
  expect(readFileSync(at('to', 'kept'), 'utf8')).toBe('of the first copy');
});
