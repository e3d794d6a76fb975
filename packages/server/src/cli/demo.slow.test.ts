import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killStarted, leftBehind, run, start, type Started } from './process.fixture.ts';

/** The fleet as people start it: beside a server, with it, and without one. */

const dir = mkdtempSync(join(tmpdir(), 'signalbox-demo-'));
const env = { SIGNALBOX_STATE_DATA_DIR: join(dir, 'data') };
let server: Started;
beforeAll(async () => {
  server = start(['up'], { env });
  await server.until('Stop with Ctrl-C');
});
afterAll(() => {
  killStarted();
  rmSync(dir, { recursive: true, force: true });
});
const demo = (...args: string[]): Started => start(['demo', ...args], { env });

test('the past alone, then the end; what was sent is gone after one command', async () => {
  const fleet = demo('--days', '0.1', '--no-live');
  expect(await fleet.exited).toBe(0);
  expect(fleet.text()).toMatch(/Demo fleet: [\d,]+ spans of [\d,]+ runs in 0\.1 days, sent in [\d.]+ s\./);
  const removed = run(['demo', '--remove'], { env });
  expect([removed.status, removed.stdout]).toEqual([0, 'No demo data are here any more.\n']);
}, 90_000);

test('a fleet at work ends with ^C, and leaves nobody behind', async () => {
  const fleet = demo('--days', '0.02');
  await fleet.until('it goes on live');
  fleet.child.kill('SIGTERM');
  expect(await fleet.exited).toBe(0);
  expect(fleet.text()).toContain('Demo fleet: stopped.');
  expect(leftBehind(fleet)).toBe(false);
}, 60_000);

test('a fleet whose parent is killed ends by itself', async () => {
  const fleet = demo('--days', '0.02');
  await fleet.until('it goes on live');
  fleet.child.kill('SIGKILL');
  await fleet.exited;
  await expect.poll(() => leftBehind(fleet), { timeout: 10_000 }).toBe(false);
}, 60_000);

test('a second fleet takes over: the first one’s key is refused, so it ends', async () => {
  const first = demo('--days', '0.02');
  await first.until('it goes on live');
  const second = demo('--days', '0.02', '--no-live');
  expect(await second.exited).toBe(0);
  expect(await first.exited).toBe(3);
  expect(first.text()).toContain('its key is not accepted any more');
}, 120_000);

test('without a server it says how to start one; flags that do not fit are named', () => {
  const alone = run(['demo'], { env: { SIGNALBOX_STATE_DATA_DIR: join(dir, 'nowhere') } });
  expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('npm start -- --demo')]);
  expect(run(['demo', '--url', 'http://127.0.0.1:1'], { env }).stderr).toContain('--url and --key');
  expect(run(['demo', '--days', 'many'], { env }).stderr).toContain('--days must be a number above 0');
});
