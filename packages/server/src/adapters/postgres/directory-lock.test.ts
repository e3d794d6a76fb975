import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'signalbox-lock-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Another process that locks `dir`, says so, and stays. */
async function otherHolder(): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = fork(new URL('./directory-lock.fixture.ts', import.meta.url), [dir], { execArgv: [] });
  await once(child, 'message');
  return {
    pid: child.pid!,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

test('a second process is refused with the pid of the first; once that is killed its lock is taken over', async () => {
  const other = await otherHolder();
  expect(() => lockDirectory(dir)).toThrow(`${dir} belongs to process ${other.pid}.`);
  await other.kill();
  expect(existsSync(join(dir, 'lock'))).toBe(true);
  const lock = lockDirectory(dir);
  expect(() => lockDirectory(dir)).toThrow(`process ${process.pid}.`);
  lock.release();
  lockDirectory(dir).release();
  expect(existsSync(join(dir, 'lock'))).toBe(false);
});

test('a pid that now belongs to another process does not count', () => {
  lockDirectory(dir);
  const held = JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')) as { pid: number; started: string };
  writeFileSync(join(dir, 'lock'), JSON.stringify({ ...held, started: held.started.replace(/\d+$/, '7') }));
  lockDirectory(dir).release();
});

test('an unreadable lock is taken over', () => {
  writeFileSync(join(dir, 'lock'), '');
  lockDirectory(dir).release();
});

test('release leaves the lock of a successor alone', () => {
  const lock = lockDirectory(dir);
  writeFileSync(join(dir, 'lock'), '{"pid":1,"started":null}\n');
  lock.release();
  expect(existsSync(join(dir, 'lock'))).toBe(true);
});
