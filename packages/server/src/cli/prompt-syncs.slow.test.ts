import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Bare, openBare } from '../adapters/git/bare.fixture.ts';
import { GitRepositories } from '../adapters/git/repositories.ts';
import { createKey } from '../access/verbs/create-key.ts';
import { SetSync } from '../rooms/prompts/contract-sync.ts';
import { PromptSync } from '../rooms/prompts/index.ts';
import { setSync } from '../rooms/prompts/verbs/set-sync.ts';
import { systemClock } from '../spine/clock.ts';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { promptsPush } from './prompt-files.ts';
import { promptsSync } from './prompt-syncs.ts';

let server: ApiServer;
let loop: PromptSync;
let waking: NodeJS.Timeout;
let key: string;
const bares: Bare[] = [];
beforeAll(async () => {
  server = await openApiServer();
  const { edge } = server;
  const asked = { name: 'ci', teamId: edge.first.teamId, agent: null, environment: null, expiresAt: null };
  key = (await createKey(edge.system, { ...asked, scopes: ['read', 'write'], contentMode: 'keep' })).secret;
  const repositories = new GitRepositories({ folder: `${edge.webRoot}/copies`, allowLocal: true });
  const deps = { state: edge.state, clock: systemClock, seal: edge.setting.seal, followersOf: null };
  loop = new PromptSync({ ...deps, repositories, onError: (error) => void edge.logged.push(String(error)) });
  // As the edge does where somebody asks.
  waking = setInterval(() => loop.wake(), 100);
});
afterAll(async () => {
  clearInterval(waking);
  await loop.stop();
  await server.stop();
  for (const bare of bares) bare.remove();
});
afterEach(() => void (process.exitCode = undefined));

async function sync(more: { now?: boolean; seconds?: string; json?: boolean } = {}): Promise<string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await promptsSync({ url: server.url, key, seconds: '30', ...more });
    return log.mock.calls.map((one) => String(one[0]));
  } finally {
    log.mockRestore();
  }
}
async function set(
  folder: string,
  files: Record<string, string>,
  owner: 'git' | 'signalbox' = 'signalbox',
): Promise<Bare> {
  const bare = openBare();
  bares.push(bare);
  bare.commit(files);
  const { edge } = server;
  const wish = { teamId: edge.first.teamId, folder, remote: bare.url, direction: 'both', owner };
  const author = { name: 'Bot', email: 'bot@example.com' };
  await setSync(edge.system, edge.setting.seal, SetSync.parse({ ...wish, author }));
  return bare;
}
const file = (body: string): string => `---\n---\n${body}\n`;

test('--now waits for the turn that it asked for, and tells what it came to', async () => {
  const bare = await set('terminal', { 'cli synced.md': file('one') });
  expect((await sync())[0]).toMatch(/^terminal +waiting .* main +never$/);
  await expect(sync({ now: true, seconds: '0' })).rejects.toThrow('has not ended in time');
  loop.start();
  const lines = await sync({ now: true });
  expect(lines[0]).toMatch(/^terminal +in step .* main +20\d\d-/);
  expect([lines.length, process.exitCode]).toEqual([1, undefined]);
  bare.commit({ 'cli synced.md': file('two'), 'broken.md': file('{% prompt "nobody@1" %}') });
  expect((await sync({ now: true }))[1]).toContain('  - broken.md: There is no nobody@1.');
  expect(process.exitCode).toBeUndefined();
});

test('conflicts are told with who made them, and make the exit code 2', async () => {
  const bare = await set('apart', { 'cli apart.md': file('common') });
  await sync({ now: true });
  bare.commit({ 'cli apart.md': file('theirs') });
  const saved = await server.edge.call(key, 'POST', '/api/v1/prompts/cli%20apart/versions', {
    content: { body: 'ours' },
  });
  expect(saved.status).toBe(201);
  const lines = await sync({ now: true });
  expect(lines).toContain('  ! cli apart.md: version 2 here, changed in git by Grace <grace@example.com>');
  expect(process.exitCode).toBe(2);
});

test('what fails makes the exit code 1; as JSON everything is there', async () => {
  const bare = await set('gone', { 'cli gone.md': file('one') });
  await sync({ now: true });
  bare.remove();
  const [printed] = await sync({ now: true, json: true });
  const gone = (JSON.parse(printed!) as { folder: string; state: string; error: string }[]).find(
    (one) => one.folder === 'gone',
  );
  expect(gone).toMatchObject({ state: 'failed', error: expect.stringContaining('could not be used') as string });
  expect(process.exitCode).toBe(1);
});

test('a push into a folder that git owns is refused for each file, with what to do instead', async () => {
  await set('owned', { 'cli owned.md': file('theirs') }, 'git');
  await sync({ now: true });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const path = `${server.edge.webRoot}/cli owned.md`;
  writeFileSync(path, file('mine'));
  await promptsPush([path], { url: server.url, key });
  const lines = log.mock.calls.map((one) => String(one[0]));
  log.mockRestore();
  expect(lines[0]).toContain('Make a patch of the change, or change it there.');
  expect([lines.at(-1), process.exitCode]).toEqual(['1 failed', 1]);
});
