import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { killStarted, run, start } from './process.fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-backup-'));
const inDir = ['--data-dir', dataDir];
afterAll(() => {
  killStarted();
  rmSync(dataDir, { recursive: true, force: true });
});
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

test('a backup of a running server brings back the keys of its day, after saying what it replaces', async () => {
  expect(run(['backup', 'list', ...inDir]).stderr).toContain('signalbox backup now');
  const one = start(['up', ...inDir]);
  await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  const base = /Open\s+(http:\/\/[^/]+)/.exec(one.text())![1]!;
  const works = async (at: string, key: string): Promise<number> =>
    (await fetch(`${at}/api/v1/teams`, { headers: { 'x-signalbox-key': key } })).status;
  const kept = run(['key', 'create', '--scopes', 'read', ...inDir]).stdout.trim();
  const made = run(['backup', 'now', ...inDir]);
  const file = lines(made.stdout)[0]!;
  expect(made.stderr).toContain('nor is the root key');
  const later = run(['key', 'create', '--scopes', 'read', ...inDir]).stdout.trim();
  expect(await Promise.all([kept, later].map((key) => works(base, key)))).toEqual([200, 200]);

  const refused = run(['restore', '--yes', file, ...inDir]);
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(`belongs to process ${one.child.pid}`) });
  one.child.kill('SIGTERM');
  await one.exited;

  const asked = run(['restore', file, ...inDir]);
  expect(asked.status).toBe(1);
  expect(asked.stdout).toContain(`This would replace ${join(dataDir, 'state')}`);
  const done = run(['restore', '--yes', file, ...inDir]);
  expect(done.stdout).toMatch(/is now as in .*lies in .*state\.before-.*which is the one given here\./s);
  expect(done.status).toBe(0);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('state'))).toHaveLength(2);

  const two = start(['up', ...inDir]);
  await two.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  const after = /Open\s+(http:\/\/[^/]+)/.exec(two.text())![1]!;
  expect(await Promise.all([kept, later].map((key) => works(after, key)))).toEqual([200, 401]);
  two.child.kill('SIGTERM');
  await two.exited;
  const beside = run(['backup', 'now', ...inDir]);
  expect(beside.status).toBe(0);
  expect(lines(run(['backup', 'list', ...inDir]).stdout)).toHaveLength(2);
}, 120_000);

test('where the control state is on a PostgreSQL, its own tools are named', () => {
  const env = { DATABASE_URL: 'postgres://127.0.0.1:1/x' };
  for (const command of [
    ['backup', 'list'],
    ['restore', 'x'],
  ])
    expect(run([...command, ...inDir], { env })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('pg_dump'),
    });
});

test('a file that is not there is named', () => {
  expect(run(['restore', 'nowhere.tar.gz', ...inDir]).stderr).toContain('nowhere.tar.gz cannot be restored');
});
