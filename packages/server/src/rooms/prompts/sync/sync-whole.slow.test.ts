import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bare } from '../../../adapters/git/bare.fixture.ts';
import { archivePrompt } from '../verbs/archive-prompt.ts';
import { changePrompt } from '../verbs/change-prompt.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { resolveConflict } from '../verbs/resolve-conflict.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { getVersion } from '../views/get-version.ts';
import { syncConflict } from '../views/sync-conflict.ts';
import { contentOf } from '../world.fixture.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { openSyncWorld, type SyncWorld } from './world.fixture.ts';

let place: SyncWorld;
beforeAll(async () => void (place = await openSyncWorld()));
afterAll(() => place.close());

const file = (body: string, more = ''): string => `---\n${more}---\n${body}\n`;
const textOf = async (name: string, at = 'latest'): Promise<unknown> =>
  (await getVersion(place.world.ada, { id: name, at })).content.body;
const saveHere = (name: string, body: string, message = ''): Promise<unknown> =>
  saveVersion(place.world.ada, { id: name, content: contentOf(body), message });

async function promptIn(folder: string, name: string, body: string): Promise<void> {
  await createPrompt(place.world.ada, { name, teamId: 'tea_1', folder, kind: 'text', tags: ['t'] });
  await saveHere(name, body, `First of ${name}`);
}

describe('from git', () => {
  test('files become versions with the words of their commits; again, nothing changes', async () => {
    const bare = place.remote();
    bare.commit(
      { 'prompts/a1.md': file('Hello', 'tags: [x]\n'), 'prompts/deep/b1.md': file('{% prompt "a1@1" %} there') },
      'Begin',
    );
    bare.commit(
      { 'prompts/a1.md': file('Hello you'), 'prompts/README.md': '# Prompts', 'src/x.md': file('no') },
      'Say you',
      'Ada <ada@EXAMPLE.com>',
    );
    const id = await place.set(bare, { folder: 'pulled', direction: 'pull' });
    const first = await place.turn(id);
    expect(first).toMatchObject({
      state: 'in_step',
      pulled: 2,
      pushed: 0,
      error: null,
      problems: [],
      commit: bare.head(),
    });
    expect(await getPrompt(place.world.ada, 'a1')).toMatchObject({ folder: 'pulled', latest: 1 });
    expect(await getPrompt(place.world.ada, 'b1')).toMatchObject({ folder: 'pulled/deep' });
    const { versions } = await getPrompt(place.world.ada, 'a1');
    expect(versions[0]).toMatchObject({
      ...{ message: 'Say you', authorId: 'per_Ada', authorName: 'Ada' },
      source: { commit: bare.head(), author: 'Ada <ada@EXAMPLE.com>' },
    });
    const [other] = (await getPrompt(place.world.ada, 'b1')).versions;
    expect(other).toMatchObject({
      authorId: 'prompts.sync',
      authorName: null,
      source: { author: 'Grace <grace@example.com>' },
    });
    const events = (await place.world.events()).length;
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pulled: 0 });
    expect((await place.world.events()).length).toBe(events);
  });

  test('changes, ways back and removals follow', async () => {
    const bare = place.remote();
    bare.commit({ 'prompts/c1.md': file('one'), 'prompts/c2.md': file('stays') });
    const id = await place.set(bare, { folder: 'followed', direction: 'pull' });
    await place.turn(id);
    bare.commit({ 'prompts/c1.md': file('two') });
    await place.turn(id);
    bare.commit({ 'prompts/c1.md': file('one') }, 'Back');
    await place.turn(id);
    expect(await getPrompt(place.world.ada, 'c1')).toMatchObject({ latest: 3 });
    expect(await textOf('c1')).toBe('one');
    bare.commit({ 'prompts/c1.md': null });
    await place.turn(id);
    expect((await getPrompt(place.world.ada, 'c1')).archivedAt).not.toBeNull();
    bare.commit({ 'prompts/c1.md': file('again') });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', problems: [] });
    expect(await getPrompt(place.world.ada, 'c1')).toMatchObject({ archivedAt: null, latest: 4 });
  });

  test('what cannot be taken is told by its path and holds nothing else up', async () => {
    await promptIn('elsewhere', 'd taken', 'x');
    const bare = place.remote();
    bare.commit({
      'prompts/d good.md': file('fine'),
      'prompts/d broken.md': file('{% prompt "nobody@1" %}'),
      'prompts/d secret.md': file(
        'key sk-ant-api03-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-AAAAAAAA',
      ),
      'prompts/d yaml.md': '---\n: [\n---\nx',
      'prompts/d bytes.md': new Uint8Array([0x2d, 0xff]),
      'prompts/d link.md': { mode: '120000', data: '/etc/passwd' },
      'prompts/d taken.md': file('theirs'),
      'prompts/d twin.md': file('one', 'name: d good\n'),
    });
    const id = await place.set(bare, { folder: 'hostile' });
    const { problems, pulled, state } = await place.turn(id);
    expect([pulled, state]).toEqual([1, 'in_step']);
    const told = Object.fromEntries(problems.map((one) => [one.path, one.problem]));
    expect(Object.keys(told).toSorted()).toEqual([
      ...['d broken.md', 'd bytes.md', 'd link.md', 'd secret.md', 'd taken.md', 'd twin.md', 'd yaml.md'],
    ]);
    expect(told['d broken.md']).toContain('There is no nobody@1.');
    expect(told['d taken.md']).toContain('in the folder "elsewhere", outside of this sync');
    expect(told['d link.md']).toBe('It is a symbolic link.');
    await expect(getPrompt(place.world.ada, 'd broken')).rejects.toMatchObject({ code: 'prompts.not_found' });
  });
});

describe('to git', () => {
  test('each version is a commit with its words; labels stay here', async () => {
    const bare = place.remote();
    bare.commit({ 'src/code.ts': 'x' });
    await promptIn('pushed/sub', 'e1', 'one');
    const id = await place.set(bare, { folder: 'pushed' });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pushed: 1 });
    await saveHere('e1', 'two', 'Say two');
    await saveHere('e1', 'three', 'Say three');
    expect(await place.turn(id)).toMatchObject({ pushed: 2, commit: bare.head() });
    expect(bare.log()).toEqual([
      'Signalbox: Say three',
      'Signalbox: Say two',
      'Signalbox: First of e1',
      'Grace: Change',
    ]);
    expect(bare.paths()).toEqual(['prompts/sub/e1.md', 'src/code.ts']);
    expect(bare.text('prompts/sub/e1.md')).toContain('---\nthree');
    expect(bare.text('prompts/sub/e1.md')).not.toContain('labels');
    expect(await place.turn(id)).toMatchObject({ pushed: 0, pulled: 0 });
    const pushed = (await place.world.events(id)).filter((one) => one.type === 'prompt_sync.pushed');
    expect(pushed.map((one) => (one.payload as { commits: number }).commits)).toEqual([1, 2]);
  });

  test('an empty repository gets its first commit; an archived prompt leaves', async () => {
    const bare = place.remote();
    await promptIn('first', 'f1', 'one');
    await promptIn('first', 'f2', 'two');
    const id = await place.set(bare, { folder: 'first', path: '' });
    await place.turn(id);
    expect(bare.paths()).toEqual(['f1.md', 'f2.md']);
    await archivePrompt(place.world.ada, null, { id: 'f1', reason: 'r' });
    await place.turn(id);
    expect(bare.paths()).toEqual(['f2.md']);
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pushed: 0 });
  });

  test('a place that git leaves out of every commit is told, and the prompt stays', async () => {
    const bare = place.remote();
    const folders = ['.git', 'deep/.GIT', 'git~1/hooks', '.git.'];
    for (const [at, folder] of folders.entries()) await promptIn(`odd/${folder}`, `o${at}`, 'one');
    await promptIn('odd/.github', 'o-good', 'one');
    const id = await place.set(bare, { folder: 'odd' });
    for (const pushed of [1, 0]) {
      const { problems, ...turn } = await place.turn(id);
      expect(turn).toMatchObject({ state: 'in_step', pushed, pulled: 0 });
      expect(problems.map((one) => one.path).toSorted()).toEqual(
        folders.map((one, at) => `${one}/o${at}.md`).toSorted(),
      );
    }
    expect(bare.paths()).toEqual(['prompts/.github/o-good.md']);
    expect((await getPrompt(place.world.ada, 'o0')).archivedAt).toBeNull();
  });

  test('a prompt that moved here keeps its file; a place that is taken is told', async () => {
    const bare = place.remote();
    bare.commit({ 'prompts/g1.md': 'no front matter, no prompt' });
    await promptIn('taken', 'g1', 'one');
    await promptIn('taken', 'g2', 'two');
    const id = await place.set(bare, { folder: 'taken' });
    expect((await place.turn(id)).problems).toEqual([
      { path: 'g1.md', problem: '"g1" would stand where another file is.' },
    ]);
    await changePrompt(place.world.ada, { id: 'g2', folder: 'taken/below' });
    await saveHere('g2', 'two more');
    await place.turn(id);
    expect(bare.paths()).toEqual(['prompts/g1.md', 'prompts/g2.md']);
  });
});

describe('both sides changed', () => {
  async function apart(name: string): Promise<{ bare: Bare; id: string }> {
    const bare = place.remote();
    bare.commit({ [`prompts/${name}.md`]: file('common') });
    const id = await place.set(bare, { folder: `both ${name}` });
    await place.turn(id);
    bare.commit({ [`prompts/${name}.md`]: file('theirs') }, 'Theirs');
    await saveHere(name, 'ours');
    return { bare, id };
  }

  test('nothing is written on either side; both are shown', async () => {
    const { bare, id } = await apart('h1');
    for (let turns = 0; turns < 2; turns++) {
      const sync = await place.turn(id);
      expect(sync).toMatchObject({ state: 'conflicts', pulled: 0, pushed: 0 });
      expect(sync.conflicts).toMatchObject([
        { path: 'h1.md', name: 'h1', here: 2, by: 'Grace <grace@example.com>', isGone: false },
      ]);
    }
    expect([bare.log()[0], await textOf('h1')]).toEqual(['Grace: Theirs', 'ours']);
    const { diff } = await syncConflict(place.world.ada, { id, path: 'h1.md' });
    const words = JSON.stringify(diff!.bodies);
    expect([words.includes('ours'), words.includes('theirs')]).toEqual([true, true]);
  });

  test('git is chosen: its text is the newest version, ours stays one', async () => {
    const { bare, id } = await apart('h2');
    await place.turn(id);
    await resolveConflict(place.world.ada, { id, path: 'h2.md', take: 'git', reason: 'They know.' });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pulled: 1, pushed: 0 });
    expect([await textOf('h2'), await textOf('h2', '2'), bare.log()[0]]).toEqual(['theirs', 'ours', 'Grace: Theirs']);
  });

  test('ours is chosen: a commit on top of theirs', async () => {
    const { bare, id } = await apart('h3');
    await place.turn(id);
    await resolveConflict(place.world.ada, { id, path: 'h3.md', take: 'signalbox', reason: 'We know.' });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', pulled: 0, pushed: 1 });
    expect(bare.text('prompts/h3.md')).toContain('\nours');
    expect(bare.log()[1]).toBe('Grace: Theirs');
  });

  test('a choice holds only for what was seen', async () => {
    const { bare, id } = await apart('h4');
    await place.turn(id);
    await saveHere('h4', 'ours again');
    const choice = { id, path: 'h4.md', take: 'git', reason: 'r' } as const;
    await expect(resolveConflict(place.world.ada, choice)).rejects.toMatchObject({ code: 'prompts.sync_settled' });
    await place.turn(id);
    await resolveConflict(place.world.ada, { ...choice, take: 'signalbox' });
    bare.commit({ 'prompts/h4.md': file('theirs again') });
    expect(await place.turn(id)).toMatchObject({ state: 'conflicts' });
  });

  test('the same change on both sides is none', async () => {
    const { bare, id } = await apart('h5');
    bare.commit({ 'prompts/h5.md': file('ours') });
    const content = (await getVersion(place.world.ada, { id: 'h5', at: '1' })).content;
    await saveVersion(place.world.ada, { id: 'h5', content: { ...content, body: 'ours' }, message: '' });
    expect(await place.turn(id)).toMatchObject({ state: 'in_step', conflicts: [] });
  });
});
