import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { killStarted, leftBehind, start, type Started } from './process.fixture.ts';

const dirs: string[] = [];
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-interrupt-'));
  dirs.push(dir);
  return dir;
};
const used = fresh();
afterAll(() => {
  killStarted();
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

const up = (dataDir: string): Started => start(['up', '--data-dir', dataDir]);
const sigterm = ({ child }: Started): unknown => child.kill('SIGTERM');
/** As a terminal does it: everybody in the group gets it, our children too. */
const ctrlC = ({ child }: Started): unknown => process.kill(-child.pid!, 'SIGINT');

describe('a start that is interrupted leaves no process and no lock', () => {
  test.each([
    ['by SIGTERM while the control state is made', fresh, 'is starting', sigterm, 143],
    ['by ^C while the control state is made', fresh, 'is starting', ctrlC, 130],
    ['by SIGTERM while the warehouse starts', () => used, 'control state ready', sigterm, 143],
    ['by ^C while the warehouse starts', () => used, 'control state ready', ctrlC, 130],
    ['by SIGTERM while ingest starts', () => used, 'warehouse ready', sigterm, 143],
  ] as const)(
    '%s',
    async (_when, where, words, interrupt, code) => {
      const dataDir = where();
      const one = up(dataDir);
      await one.until(words);
      interrupt(one);
      expect([await one.exited, one.text()]).toEqual([code, expect.stringContaining('Stopping')]);
      expect(one.errors()).toBe('');
      expect(leftBehind(one)).toBe(false);
      expect(existsSync(join(dataDir, 'lock'))).toBe(false);
      expect(one.text()).not.toContain('Open ');
    },
    60_000,
  );

  test('the first key is not lost by it: the next start shows one', async () => {
    const one = up(used);
    await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
    expect(one.text()).toMatch(/x-signalbox-key=sbx_[0-9a-f]{32}_[0-9a-f]{48}\n/);
    ctrlC(one);
    expect(await one.exited).toBe(0);
    expect(leftBehind(one)).toBe(false);
  }, 60_000);
});

test('login-link waits for a server that is starting, and says so', async () => {
  const one = up(used);
  await one.until('is starting');
  // Held still until somebody waits for it: how long a start takes is nobody's promise.
  one.child.kill('SIGSTOP');
  const asking = start(['login-link', '--data-dir', used]);
  await expect.poll(() => asking.errors(), { timeout: 20_000 }).toContain('waiting for it');
  one.child.kill('SIGCONT');
  expect(await asking.exited).toBe(0);
  expect(asking.errors()).toBe(`Process ${one.child.pid} is starting or stopping on ${used}; waiting for it.\n`);
  await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  const base = /Open\s+(http:\/\/127\.0\.0\.1:\d+\/sign-in\/)/.exec(one.text())![1]!;
  expect(asking.text()).toContain(base);
  sigterm(one);
  expect(await one.exited).toBe(0);
}, 60_000);
