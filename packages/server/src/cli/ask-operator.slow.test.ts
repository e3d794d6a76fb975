import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { lockDirectory } from '../adapters/postgres/directory-lock.ts';
import { loadConfig } from '../spine/config/load.ts';
import { askOperator } from './ask-operator.ts';

const login = { command: 'login-link', email: null } as const;
// One for all: making the embedded database takes seconds.
const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-ask-'));
const config = (env: Record<string, string> = {}) => loadConfig({ env, flags: { 'state.dataDir': dataDir } }).config;
afterEach(() => void vi.restoreAllMocks());
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('a holder that never answers is waited for, said once, and named in the end', async () => {
  const lock = lockDirectory(dataDir);
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  await expect(askOperator(config(), login, 600)).rejects.toMatchObject({
    code: 'config.server_silent',
    message: expect.stringContaining(`Process ${process.pid} has ${dataDir}`),
  });
  expect(said.mock.calls).toEqual([[`Process ${process.pid} is starting or stopping on ${dataDir}; waiting for it.`]]);
  lock.release();
});

test('one that lets go in time is waited for; then the state is opened for a moment', async () => {
  const lock = lockDirectory(dataDir);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  setTimeout(() => lock.release(), 300);
  const answer = await askOperator(config({ SIGNALBOX_SERVER_PUBLIC_URL: 'https://box.example.com' }), login);
  expect(answer).toEqual({ url: expect.stringMatching(/^https:\/\/box\.example\.com\/sign-in\/[0-9a-f]{48}$/) });
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);
}, 30_000);

test('a state made under another root key is not opened, and says which key it wants', async () => {
  await askOperator(config(), login);
  const right = readFileSync(join(dataDir, 'key'));
  writeFileSync(join(dataDir, 'key'), 'ab'.repeat(32));
  await expect(askOperator(config(), login)).rejects.toMatchObject({ code: 'config.root_key_differs' });
  writeFileSync(join(dataDir, 'key'), right);
}, 30_000);

test('what a killed server left behind does not mislead', async () => {
  writeFileSync(join(dataDir, 'operator.json'), JSON.stringify({ pid: 1, port: 1, token: 'x' }));
  expect(await askOperator(config(), login)).toMatchObject({ url: expect.stringContaining('/sign-in/') });
  expect(readFileSync(join(dataDir, 'key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
}, 30_000);
