import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SetSync } from '../contract-sync.ts';
import { openSyncWorld, syncSeal, type SyncWorld } from '../sync/world.fixture.ts';
import { remoteOf, type SyncRow } from '../sync/store.ts';
import { promptDb } from '../tables.ts';
import { listSyncs } from '../views/list-syncs.ts';
import { syncConflict } from '../views/sync-conflict.ts';
import { removeSync } from './remove-sync.ts';
import { resolveConflict } from './resolve-conflict.ts';
import { runSync } from './run-sync.ts';
import { setSync } from './set-sync.ts';

let place: SyncWorld;
beforeAll(async () => void (place = await openSyncWorld()));
afterAll(() => place.close());

const author = { name: 'Bot', email: 'bot@example.com' };
const https = 'https://git.example.com/prompts.git';
const wish = (more: object = {}) =>
  SetSync.parse({
    teamId: 'tea_1',
    folder: 'f',
    remote: https,
    direction: 'both',
    owner: 'signalbox',
    author,
    ...more,
  });
const rowOf = (id: string): Promise<SyncRow> =>
  promptDb(place.world.state.db).selectFrom('prompt_syncs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('what a remote and a branch may be', () => {
  test.each([
    ['https://git.example.com/a/b.git', true],
    ['https://git.example.com:8443/a', true],
    ['ssh://git@git.example.com/a.git', true],
    ['/srv/git/prompts.git', true],
    ['https://user:secret@git.example.com/a', false],
    ['http://git.example.com/a', false],
    ['ssh://-oProxyCommand=touch/x', false],
    ['--upload-pack=touch x', false],
    ['ext::sh -c id', false],
    ['git@host:a.git', false],
    ['https://git.example.com/a b', false],
  ])('%s: %s', (remote, fits) => expect(SetSync.shape.remote.safeParse(remote).success).toBe(fits));

  test.each([
    ['main', true],
    ['release/2026', true],
    ['-delete', false],
    ['a..b', false],
    ['a b', false],
    ['refs/heads/x.lock', false],
    ['a@{1}', false],
    ['a/', false],
  ])('branch %s: %s', (branch, fits) => expect(SetSync.shape.branch.safeParse(branch).success).toBe(fits));
});

describe('setting a sync', () => {
  test('takes the place of the folder’s former one; the same again leaves no event', async () => {
    const { id } = await setSync(place.world.ctx(), syncSeal, wish({ folder: 'set' }));
    const again = await setSync(place.world.ctx(), syncSeal, wish({ folder: 'set', branch: 'next' }));
    await setSync(place.world.ctx(), syncSeal, wish({ folder: 'set', branch: 'next' }));
    expect(again.id).toBe(id);
    const events = await place.world.events(id);
    expect(events.map((one) => one.type)).toEqual(['prompt_sync.set', 'prompt_sync.set']);
    expect(events[1]!.payload).toMatchObject({ before: { branch: 'main' }, after: { branch: 'next' } });
  });

  test('keeps the credential sealed, through changes that leave it out, and tells nobody', async () => {
    const credential = { user: 'bot', secret: 'very-secret-token' };
    const { id } = await setSync(place.world.ctx(), syncSeal, wish({ folder: 'sealed', credential }));
    await setSync(place.world.ctx(), syncSeal, wish({ folder: 'sealed', path: 'p' }));
    const row = await rowOf(id);
    expect(row.credential).not.toContain('secret');
    expect(remoteOf(syncSeal, row)).toEqual({ url: https, branch: 'main', credential });
    const told = JSON.stringify([await listSyncs(place.world.ctx()), await place.world.events(id)]);
    expect([told.includes('very-secret'), told.includes('"hasCredential":true')]).toEqual([false, true]);
    await setSync(place.world.ctx(), syncSeal, wish({ folder: 'sealed', credential: null }));
    expect((await rowOf(id)).credential).toBeNull();
  });

  test('never carries a credential that is kept to another host', async () => {
    const credential = { user: 'bot', secret: 'very-secret-token' };
    const set = (more: object) => setSync(place.world.ctx(), syncSeal, wish({ folder: 'carried', ...more }));
    const { id } = await set({ credential });
    for (const remote of ['https://evil.example/prompts.git', 'https://git.example.com:8443/p', '/srv/p.git']) {
      const fields = [{ path: 'credential', message: expect.stringContaining('another host') }];
      await expect(set({ remote })).rejects.toMatchObject({ code: 'request.invalid', fields });
    }
    expect(remoteOf(syncSeal, await rowOf(id))).toMatchObject({ url: https, credential });
    await set({ remote: 'https://git.example.com/other.git' });
    expect(remoteOf(syncSeal, await rowOf(id))).toMatchObject({ credential });
    await set({ remote: 'https://evil.example/prompts.git', credential: null });
    expect(remoteOf(syncSeal, await rowOf(id))).toMatchObject({ credential: null });
  });

  test('refuses folders within each other, what git owns and is only pushed, and unknown teams', async () => {
    await setSync(place.world.ctx(), syncSeal, wish({ folder: 'outer/inner' }));
    const unfit = { code: 'request.invalid' };
    for (const folder of ['outer', 'outer/inner/most'])
      await expect(setSync(place.world.ctx(), syncSeal, wish({ folder }))).rejects.toMatchObject(unfit);
    const pushed = wish({ folder: 'x', owner: 'git', direction: 'push' });
    await expect(setSync(place.world.ctx(), syncSeal, pushed)).rejects.toMatchObject(unfit);
    const nobody = setSync(place.world.ctx(), syncSeal, wish({ teamId: 'tea_9' }));
    await expect(nobody).rejects.toMatchObject({ code: 'prompts.not_found' });
    await setSync(place.world.ctx(), syncSeal, wish({ folder: 'outer/other', teamId: 'tea_2' }));
  });

  test('is for who may, and seen by who sees the team’s prompts', async () => {
    await expect(setSync(place.world.ada, syncSeal, wish())).rejects.toMatchObject({ code: 'access.denied' });
    const { id } = await setSync(place.world.person('Cy', 'release_manager'), syncSeal, wish({ folder: 'seen' }));
    const has = async (by = place.world.ada): Promise<boolean> => (await listSyncs(by)).some((one) => one.id === id);
    expect([await has(), await has(place.world.person('Cy', 'viewer', 'tea_2'))]).toEqual([true, false]);
    const stranger = place.world.person('Cy', 'admin', 'tea_2');
    for (const refused of [
      () => runSync(stranger, { id, wake: () => {} }),
      () => removeSync(stranger, place.repositories, { id }),
      () => syncConflict(stranger, { id, path: 'a.md' }),
      () => resolveConflict(stranger, { id, path: 'a.md', take: 'git', reason: 'r' }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'prompts.not_found' });
    const viewer = place.world.person('Cy', 'viewer');
    await expect(runSync(viewer, { id, wake: () => {} })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(syncConflict(viewer, { id, path: 'a.md' })).rejects.toMatchObject({ code: 'prompts.sync_settled' });
  });
});

test('asking for a turn wakes the loop and is shown until it comes', async () => {
  const bare = place.remote();
  bare.commit({ 'prompts/asked.md': '---\n---\nx' });
  const id = await place.set(bare, { folder: 'asked' });
  expect(await place.turn(id)).toMatchObject({ state: 'in_step', wantedAt: null });
  let woken = 0;
  await runSync(place.world.ada, { id, wake: () => void woken++ });
  const [sync] = (await listSyncs(place.world.ada)).filter((one) => one.id === id);
  expect([woken, typeof sync!.wantedAt]).toEqual([1, 'string']);
});

test('a remote that fails is told with what it says; it is tried again', async () => {
  const bare = place.remote();
  const id = await place.set(bare, { folder: 'failing', remote: `${bare.url}-gone` });
  const failed = await place.turn(id);
  expect(failed).toMatchObject({ state: 'failed', commit: null });
  expect(failed.error).toContain('-gone');
  expect(place.errors).toEqual([]);
  bare.commit({ 'prompts/failing.md': '---\n---\nx' });
  await place.set(bare, { folder: 'failing' });
  expect(await place.turn(id)).toMatchObject({ state: 'in_step', error: null, pulled: 1 });
});

test('removed, it leaves both sides as they are and no copy behind', async () => {
  const bare = place.remote();
  bare.commit({ 'prompts/removed.md': '---\n---\nx' });
  const id = await place.set(bare, { folder: 'removed' });
  await place.turn(id);
  await removeSync(place.world.ctx(), place.repositories, { id });
  expect((await listSyncs(place.world.ctx())).some((one) => one.id === id)).toBe(false);
  expect((await place.world.events(id)).at(-1)).toMatchObject({ type: 'prompt_sync.set', payload: { after: null } });
  const again = await place.set(bare, { folder: 'removed' });
  expect(await place.turn(again)).toMatchObject({ state: 'in_step', pulled: 0, pushed: 0 });
});
