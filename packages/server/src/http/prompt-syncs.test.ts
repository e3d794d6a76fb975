import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, openBare } from '../adapters/git/bare.fixture.ts';
import { GitRepositories } from '../adapters/git/repositories.ts';
import type { Sync } from '../rooms/prompts/contract-sync.ts';
import { syncDue } from '../rooms/prompts/sync/sync-due.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { systemClock } from '../spine/clock.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
let admin: Caller;
let repositories: GitRepositories;
const bares: Bare[] = [];
beforeAll(async () => {
  edge = await openTestEdge();
  admin = await edge.signIn(edge.first.adminId);
  repositories = new GitRepositories({ folder: `${edge.webRoot}/loop`, allowLocal: true });
});
afterAll(async () => {
  await edge.stop();
  for (const bare of bares) bare.remove();
});

const file = (body: string): string => `---\n---\n${body}\n`;
async function json<T>(method: string, path: string, body?: unknown, by: Caller = admin): Promise<T> {
  const answer = await edge.call(by, method, `/api/v1${path}`, body);
  const text = await answer.text();
  return (text === '' ? answer.status : { status: answer.status, ...(JSON.parse(text) as object) }) as T;
}
type Answer = {
  status: number;
  code?: string;
  detail?: string;
  fields?: { path: string }[];
  id: string;
  items: Sync[];
};
const setting = (bare: Bare, folder: string, more: object = {}) => ({
  ...{ teamId: edge.first.teamId, folder, remote: bare.url, direction: 'both', owner: 'signalbox' },
  author: { name: 'Bot', email: 'bot@example.com' },
  ...more,
});
function remote(files: Record<string, string>): Bare {
  const bare = openBare();
  bares.push(bare);
  bare.commit(files);
  return bare;
}
/** What the loop does, once. */
async function turn(id: string): Promise<Sync> {
  await json('POST', `/prompt-syncs/${id}/run`, {});
  const deps = { state: edge.state, clock: systemClock, seal: edge.setting.seal, repositories, followersOf: null };
  await syncDue({ ...deps, onError: (error) => void edge.logged.push(String(error)) }, async () => true);
  return (await json<Answer>('GET', '/prompt-syncs')).items.find((one) => one.id === id)!;
}

test('from setting it up to a conflict that is resolved, over the API', async () => {
  const bare = remote({ 'api one.md': file('common') });
  const { id, status } = await json<Answer>('PUT', '/prompt-syncs', setting(bare, 'api'));
  expect(status).toBe(200);
  expect(await turn(id)).toMatchObject({ state: 'in_step', pulled: 1, wantedAt: null, error: null });
  bare.commit({ 'api one.md': file('theirs') });
  const content = contentOf('ours');
  await json('POST', '/prompts/api%20one/versions', { content, message: 'Ours' });
  expect(await turn(id)).toMatchObject({ state: 'conflicts', conflicts: [{ path: 'api one.md', here: 2 }] });
  const shown = await json<{ here: number; diff: { to: null } }>(
    'GET',
    `/prompt-syncs/${id}/conflict?path=api%20one.md`,
  );
  expect(shown).toMatchObject({ status: 200, here: 2, diff: { from: 2, to: null } });
  const choice = { path: 'api one.md', take: 'signalbox', reason: 'Ours is newer.' };
  expect(await json('POST', `/prompt-syncs/${id}/resolutions`, choice)).toBe(204);
  expect(await turn(id)).toMatchObject({ state: 'in_step', pushed: 1 });
  expect(bare.text('api one.md')).toContain('ours');
  expect(await json<Answer>('POST', `/prompt-syncs/${id}/resolutions`, choice)).toMatchObject({
    ...{ status: 409, code: 'prompts.sync_settled' },
  });
  expect(await json('DELETE', `/prompt-syncs/${id}`)).toBe(204);
  expect(await json<Answer>('POST', `/prompt-syncs/${id}/run`, {})).toMatchObject({
    status: 404,
    code: 'prompts.not_found',
  });
});

test('a folder that git owns refuses what is saved and makes patches of it', async () => {
  const bare = remote({ 'api owned.md': file('theirs') });
  const { id } = await json<Answer>('PUT', '/prompt-syncs', setting(bare, 'owned', { owner: 'git' }));
  await turn(id);
  const body = { content: contentOf('mine'), message: 'Mine' };
  const refused = await json<Answer>('POST', '/prompts/api%20owned/versions', body);
  expect(refused).toMatchObject({ status: 409, code: 'prompts.git_owned' });
  expect(refused.detail).toContain('Make a patch');
  const patch = await json<{ status: number; branch: string; patch: string }>(
    'POST',
    '/prompts/api%20owned/patches',
    body,
  );
  expect(patch).toMatchObject({ status: 201, branch: expect.stringMatching(/^signalbox\/api-owned-/) as string });
  expect(patch.patch).toContain('Subject: [PATCH] Mine');
  expect(bare.text('api owned.md', patch.branch)).toContain('mine');
  const wrong = { content: contentOf('{% prompt "nobody@1" %}'), message: '' };
  expect(await json<Answer>('POST', '/prompts/api%20owned/patches', wrong)).toMatchObject({
    status: 422,
    code: 'prompts.invalid',
  });
});

describe('what is refused', () => {
  test.each([
    [{ remote: 'https://user:secret@git.example.com/p.git' }, 'remote'],
    [{ remote: 'http://git.example.com/p.git' }, 'remote'],
    [{ remote: 'ext::sh -c id' }, 'remote'],
    [{ branch: '-delete' }, 'branch'],
    [{ path: '../outside' }, 'path'],
    [{ author: { name: 'A\nB', email: 'a@example.com' } }, 'author.name'],
    [{ author: { name: 'A', email: 'none' } }, 'author.email'],
    [{ credential: { user: 'a:b', secret: 'x' } }, 'credential.user'],
  ])('%j, with the field', async (more, path) => {
    const answer = await json<Answer>('PUT', '/prompt-syncs', setting(bares[0]!, 'refused', more));
    expect([answer.status, answer.fields?.map((one) => one.path)]).toEqual([400, [path]]);
  });

  test('keys that only read or write prompts set no syncs; they may ask for turns', async () => {
    const bare = remote({ 'api keyed.md': file('x') });
    const writer = await edge.key({ scopes: ['read', 'write'] });
    expect(await json<Answer>('PUT', '/prompt-syncs', setting(bare, 'keyed'), writer)).toMatchObject({ status: 403 });
    const { id } = await json<Answer>('PUT', '/prompt-syncs', setting(bare, 'keyed'));
    expect(await json('POST', `/prompt-syncs/${id}/run`, {}, writer)).toBe(204);
    const reader = await edge.key({ scopes: ['read'] });
    expect((await json<Answer>('GET', '/prompt-syncs', undefined, reader)).items.some((one) => one.id === id)).toBe(
      true,
    );
    expect(await json<Answer>('POST', `/prompt-syncs/${id}/run`, {}, reader)).toMatchObject({ status: 403 });
  });

  test('a credential goes in and never comes out', async () => {
    const credential = { user: 'bot', secret: 'a-very-secret-token' };
    const bare = remote({ 'api sealed.md': file('x') });
    await json('PUT', '/prompt-syncs', setting(bare, 'sealed', { credential }));
    const all = JSON.stringify([await json('GET', '/prompt-syncs'), await json('GET', '/ledger?limit=50')]);
    expect(all).toContain('"hasCredential":true');
    expect(all + edge.logged.join('')).not.toContain('a-very-secret-token');
  });
});

test('a prompt that nobody serves is used nowhere, and nobody is told anything', async () => {
  const { id } = await json<Answer>('POST', '/prompts', {
    name: 'api unused',
    teamId: edge.first.teamId,
    kind: 'text',
  });
  const use = await json<object>('GET', `/prompts/${id}/use?days=7`);
  expect(use).toMatchObject({ status: 200, versions: [], agents: [] });
  expect(await json<Answer>('GET', `/prompts/${id}/use?days=0`)).toMatchObject({ status: 400 });
  expect(await json<Answer>('GET', '/prompt-notices')).toMatchObject({ status: 200, items: [] });
});
