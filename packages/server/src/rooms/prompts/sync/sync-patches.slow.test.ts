import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Repositories, Repository } from '../../../ports/repository.ts';
import { changePrompt } from '../verbs/change-prompt.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { importPrompts } from '../verbs/import-prompts.ts';
import { proposePatch } from '../verbs/propose-patch.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { contentOf } from '../world.fixture.ts';
import { openSyncWorld, syncSeal, type SyncWorld } from './world.fixture.ts';

let place: SyncWorld;
beforeAll(async () => void (place = await openSyncWorld()));
afterAll(() => place.close());

const file = (body: string): string => `---\n---\n${body}\n`;
const wish = (id: string, body: string, message = 'Warmer') => ({ id, content: contentOf(body), message });
const propose = (id: string, body: string) =>
  proposePatch(place.world.ada, { repositories: place.repositories, seal: syncSeal }, wish(id, body));

describe('where git owns the folder', () => {
  async function owned(name: string, direction: 'pull' | 'both') {
    const bare = place.remote();
    bare.commit({ [`prompts/${name}.md`]: file('as git has it') });
    const id = await place.set(bare, { folder: `owned ${name}`, owner: 'git', direction });
    await place.turn(id);
    return { bare, id };
  }

  test('nothing is written here but by the sync', async () => {
    await owned('k1', 'pull');
    const refused = { code: 'prompts.git_owned' };
    await expect(saveVersion(place.world.ada, wish('k1', 'mine'))).rejects.toMatchObject(refused);
    await expect(changePrompt(place.world.ada, { id: 'k1', folder: 'free' })).rejects.toMatchObject(refused);
    const made = { name: 'k new', teamId: 'tea_1', folder: 'owned k1/sub', kind: 'text' as const, tags: [] };
    await expect(createPrompt(place.world.ada, made)).rejects.toMatchObject(refused);
    const files = [{ path: 'k1.md', text: file('mine') }];
    const { items } = await importPrompts(place.world.ada, { teamId: 'tea_1', format: 'files', files });
    expect(items[0]).toMatchObject({ outcome: 'failed', problem: expect.stringContaining('Make a patch') as string });
    expect(await getPrompt(place.world.ada, 'k1')).toMatchObject({ latest: 1 });
    await changePrompt(place.world.ada, { id: 'k1', tags: ['mine'] });
  });

  test('an edit is a patch that git takes, and touches nothing', async () => {
    const { bare, id } = await owned('k2', 'pull');
    const head = bare.head();
    const made = await propose('k2', 'warmer now');
    expect(made.branch).toBeNull();
    expect(made.patch).toContain('+warmer now');
    expect(made.patch).toContain('Proposed-by: Ada');
    expect([bare.head(), (await getPrompt(place.world.ada, 'k2')).latest]).toEqual([head, 1]);
    const clone = `${bare.folder}/clone`;
    bare.git(['clone', '--quiet', bare.url, clone]);
    bare.git(['-C', clone, '-c', 'user.name=G', '-c', 'user.email=g@x', 'am', '--quiet'], Buffer.from(made.patch));
    bare.git(['-C', clone, 'push', '--quiet', 'origin', 'main']);
    expect(await place.turn(id)).toMatchObject({ pulled: 1, state: 'in_step' });
    const [newest] = (await getPrompt(place.world.ada, 'k2')).versions;
    expect(newest!.message).toContain('Warmer');
    const events = await place.world.events((await getPrompt(place.world.ada, 'k2')).id);
    expect(events.map((one) => one.type)).toContain('prompt.patch_made');
  });

  test('a sync in both directions pushes it to a branch of its own, the same one twice', async () => {
    const { bare } = await owned('k3', 'both');
    const head = bare.head();
    const { branch } = await propose('k3', 'warmer');
    expect(branch).toMatch(/^signalbox\/k3-[0-9a-f]{8}$/);
    expect(bare.text('prompts/k3.md', branch!)).toContain('warmer');
    expect((await propose('k3', 'warmer')).branch).toBe(branch);
    expect((await propose('k3', 'colder')).branch).not.toBe(branch);
    expect(bare.head()).toBe(head);
  });

  test('not on top of what nobody here has seen, and not with errors', async () => {
    const { bare } = await owned('k4', 'both');
    await expect(propose('k4', '{% prompt "nobody@1" %}')).rejects.toMatchObject({ code: 'prompts.invalid' });
    bare.commit({ 'prompts/k4.md': file('moved on') });
    await expect(propose('k4', 'warmer')).rejects.toMatchObject({ code: 'prompts.git_behind' });
    await place.world.prompt('k free', 'x');
    await expect(propose('k free', 'y')).rejects.toMatchObject({ code: 'prompts.not_found' });
  });
});

describe('cut off and raced', () => {
  /** The real copies, with something happening before one of their methods. */
  const before = (method: keyof Repository, run: () => void): Repositories => ({
    forget: (id) => place.repositories.forget(id),
    using: (id, remote, work) =>
      place.repositories.using(id, remote, (repository) =>
        work(
          new Proxy(repository, {
            get(target, name) {
              const found = Reflect.get(target, name) as (...given: unknown[]) => unknown;
              return (...given: unknown[]) => (name === method && run(), found.apply(target, given));
            },
          }),
        ),
      ),
  });

  test('who pushes meanwhile is heard first; both changes are there', async () => {
    const bare = place.remote();
    bare.commit({ 'prompts/r1.md': file('one'), 'prompts/r2.md': file('one') });
    const id = await place.set(bare, { folder: 'raced' });
    await place.turn(id);
    await saveVersion(place.world.ada, wish('r1', 'ours'));
    let times = 0;
    const racing = before('push', () => void (times++ === 0 && bare.commit({ 'prompts/r2.md': file('theirs') })));
    expect(await place.turn(id, racing)).toMatchObject({ state: 'in_step', pulled: 1, pushed: 1 });
    expect(bare.text('prompts/r1.md')).toContain('ours');
    expect(bare.text('prompts/r2.md')).toContain('theirs');
    expect(times).toBe(2);
  });

  test('who always pushes meanwhile is told of, and nothing is lost', async () => {
    const bare = place.remote();
    bare.commit({ 'prompts/r3.md': file('one') });
    const id = await place.set(bare, { folder: 'raced for ever' });
    await place.turn(id);
    await saveVersion(place.world.ada, wish('r3', 'ours'));
    const racing = before('push', () => void bare.commit({ 'src/x': String(Math.random()) }));
    expect(await place.turn(id, racing)).toMatchObject({ state: 'failed', pushed: 0 });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pushed: 1, error: null });
  });

  test.each(['read', 'lastChange', 'commit', 'push', 'list'] as const)(
    'an end before any %s is made good',
    async (method) => {
      const bare = place.remote();
      const names = [`s1 ${method}`, `s2 ${method}`, `s3 ${method}`];
      bare.commit(Object.fromEntries(names.map((name) => [`prompts/${name}.md`, file('one')])));
      const folder = `cut ${method}`;
      const id = await place.set(bare, { folder });
      await createPrompt(place.world.ada, { name: `s4 ${method}`, teamId: 'tea_1', folder, kind: 'text', tags: [] });
      await saveVersion(place.world.ada, wish(`s4 ${method}`, 'ours'));
      for (let at = 1; at <= 4; at++) {
        let times = 0;
        const killed = before(method, () => {
          if (++times === at) throw new Error('killed');
        });
        await place.turn(id, killed);
      }
      expect(await place.turn(id)).toMatchObject({ state: 'in_step', error: null, conflicts: [], problems: [] });
      for (const name of names) expect(await getPrompt(place.world.ada, name)).toMatchObject({ latest: 1, folder });
      expect(bare.paths()).toHaveLength(4);
      expect(bare.log().filter((one) => one.startsWith('Signalbox'))).toHaveLength(1);
    },
  );
});
