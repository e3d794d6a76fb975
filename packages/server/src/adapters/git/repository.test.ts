import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Repository } from '../../ports/repository.ts';
import { type Bare, openBare } from './bare.fixture.ts';
import { GitRepositories } from './repositories.ts';
import type { GitLimits } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-copies-'));
let bare: Bare;
let ids = 0;
beforeEach(() => void (bare = openBare()));
afterEach(() => bare.remove());
afterAll(() => rmSync(folder, { recursive: true }));

const md = /\.md$/;
type Given = { limits?: Partial<GitLimits>; allowLocal?: boolean; url?: string; branch?: string; id?: string };
function using<T>(work: (repository: Repository) => Promise<T>, given: Given = {}): Promise<T> {
  const { limits = {}, allowLocal = true, url = bare.url, branch = 'main', id = `s${++ids}` } = given;
  const remote = { url, branch, credential: null };
  return new GitRepositories({ folder, allowLocal, limits }).using(id, remote, work);
}
const wish = (changes: { path: string; text: string | null }[], message = 'From here') => ({
  ...{ author: { name: 'Signalbox', email: 'signalbox@example.com' }, at: 1_795_400_000_000, message, changes },
});

describe('reading', () => {
  test('files below a folder with their texts, and who changed one last', async () => {
    bare.commit(
      { 'prompts/a.md': 'one', 'prompts/x/b.md': 'two', 'other.md': 'no', 'prompts/notes.txt': 'no' },
      'First',
    );
    bare.commit({ 'prompts/a.md': 'three' }, 'Warmer tone\n\nBecause.', 'Ada L <ada@example.com>');
    await using(async (repository) => {
      const head = await repository.head();
      expect(head).toBe(bare.head());
      const { files, refused } = await repository.list(head!, 'prompts', md);
      expect(refused).toEqual([]);
      expect(files.map((one) => one.path)).toEqual(['a.md', 'x/b.md']);
      const texts = await repository.read(files.map((one) => one.id));
      expect(files.map((one) => texts.get(one.id))).toEqual(['three', 'two']);
      expect(await repository.lastChange(head!, 'prompts/a.md')).toEqual({
        ...{ commit: head, author: { name: 'Ada L', email: 'ada@example.com' } },
        message: 'Warmer tone\n\nBecause.',
      });
      expect((await repository.lastChange(head!, 'prompts/x/b.md')).message).toBe('First');
      expect((await repository.list(head!, '', md)).files).toHaveLength(3);
    });
  });

  test('a branch that is not there is null; a repository that is not there is said', async () => {
    expect(await using((repository) => repository.head())).toBeNull();
    bare.commit({ 'a.md': 'x' });
    expect(await using((repository) => repository.head(), { branch: 'release' })).toBeNull();
    const gone = using((repository) => repository.head(), { url: join(bare.folder, 'none.git') });
    await expect(gone).rejects.toMatchObject({
      code: 'prompts.git_failed',
      message: expect.stringContaining('none.git'),
    });
  });

  test('a rewritten branch is followed', async () => {
    const first = bare.commit({ 'a.md': 'one' });
    await using((repository) => repository.head(), { id: 'rewritten' });
    bare.commit({ 'a.md': 'two' });
    bare.git(['update-ref', 'refs/heads/main', bare.git(['commit-tree', '-m', 'anew', `${first}^{tree}`])]);
    expect(await using((repository) => repository.head(), { id: 'rewritten' })).toBe(bare.head());
  });
});

describe('a repository that means harm', () => {
  test('links, submodules, huge files and names that are none are told and not read', async () => {
    const head = bare.commit({
      'p/good.md': 'fine',
      'p/link.md': { mode: '120000', data: '/etc/passwd' },
      'p/up.md': { mode: '120000', data: '../../secret.md' },
      'p/huge.md': 'x'.repeat(5_000),
      'p/run.md': { mode: '100755', data: 'runs' },
      'p/new\nline.md': 'x',
      'p/\xff\xfe.md': 'x',
      'p/bytes.md': new Uint8Array([0xff, 0xfe, 0x00]),
      'p/--upload-pack=touch x.md': 'x',
    });
    bare.commit({ 'p/module.md': { mode: '160000', data: head } });
    await using(
      async (repository) => {
        const { files, refused } = await repository.list((await repository.head())!, 'p', md);
        const texts = await repository.read(files.map((one) => one.id));
        expect(Object.fromEntries(files.map((one) => [one.path, texts.get(one.id)]))).toEqual({
          ...{ 'good.md': 'fine', 'run.md': 'runs', 'bytes.md': null, '--upload-pack=touch x.md': 'x' },
        });
        expect(Object.fromEntries(refused.map((one) => [one.path, one.reason]))).toEqual({
          ...{ 'link.md': 'It is a symbolic link.', 'up.md': 'It is a symbolic link.' },
          ...{ 'huge.md': 'It is larger than 1000 bytes.', 'module.md': 'It is a submodule.' },
          ...{ 'new\nline.md': 'Its name holds control characters.', 'ÿþ.md': 'Its name is no UTF-8.' },
        });
      },
      { limits: { fileBytes: 1_000 } },
    );
    expect(readdirSync(join(folder, `s${ids}.git`))).not.toContain('p');
  });

  test('a remote that hangs is given up', async () => {
    bare.commit({ 'a.md': 'x' });
    const hanging = `ssh://-oProxyCommand=sleep`;
    await expect(using((repository) => repository.head(), { url: hanging })).rejects.toMatchObject({
      code: 'prompts.git_failed',
    });
    await expect(using((repository) => repository.head(), { limits: { fetchMs: 1 } })).rejects.toThrow(
      'it took longer',
    );
  });

  test('hooks of the copy never run, other protocols are not spoken', async () => {
    bare.commit({ 'a.md': 'x' });
    await using((repository) => repository.head(), { id: 'hooked' });
    const hooks = join(folder, 'hooked.git', 'hooks');
    const mark = join(folder, 'ran');
    rmSync(hooks, { recursive: true, force: true });
    const config = `[core]\n\tbare = true\n\thooksPath = ${folder}\n[uploadpack]\n\tpackObjectsHook = touch ${mark}\n`;
    writeFileSync(join(folder, 'hooked.git', 'config'), config);
    for (const name of ['post-checkout', 'reference-transaction', 'pre-push'])
      writeFileSync(join(folder, name), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    await using(
      async (repository) => {
        const head = await repository.head();
        await repository.push(await repository.commit(head, wish([{ path: 'b.md', text: 'y' }])), 'main');
      },
      { id: 'hooked' },
    );
    expect(existsSync(mark)).toBe(false);
    const ext = using((repository) => repository.head(), { url: `ext::sh -c touch% ${mark}` });
    await expect(ext).rejects.toThrow(/not allowed/);
    expect(existsSync(mark)).toBe(false);
    await expect(using((repository) => repository.head(), { allowLocal: false })).rejects.toThrow(
      'remotes on this machine are not allowed here',
    );
  });
});

describe('a credential', () => {
  const secret = 'a-very-secret-token';
  const credential = { user: 'bot', secret };
  const sealed = (id: string, url: string, work: (repository: Repository) => Promise<unknown>): Promise<unknown> =>
    new GitRepositories({ folder, allowLocal: true, limits: { fetchMs: 20_000 } }).using(
      id,
      { url, branch: 'main', credential },
      work,
    );

  test('stands in no error', async () => {
    const failing = sealed('closed', 'https://127.0.0.1:1/p.git', (repository) => repository.head());
    const error = (await failing.catch((failure: unknown) => failure)) as { code: string; message: string };
    expect(error.code).toBe('prompts.git_failed');
    expect(error.message).not.toContain(secret);
    expect(error.message).not.toContain(btoa(`bot:${secret}`));
  });

  test('stands nowhere in the copy that is kept', async () => {
    bare.commit({ 'a.md': 'x' });
    await sealed('kept', bare.url, (repository) => repository.head());
    const files = readdirSync(join(folder, 'kept.git'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    for (const one of files) {
      const bytes = readFileSync(join(one.parentPath, one.name)).toString('latin1');
      expect([one.name, bytes.includes(secret), bytes.includes(btoa(`bot:${secret}`))]).toEqual([
        one.name,
        false,
        false,
      ]);
    }
    expect(files.length).toBeGreaterThan(3);
  });
});

describe('writing', () => {
  test('files change, come and go in one commit; the rest of the tree stays', async () => {
    bare.commit({ 'p/a.md': 'one', 'p/b.md': 'two', 'src/code.ts': 'x', 'p/run.sh': { mode: '100755', data: 'r' } });
    const changes = [
      { path: 'p/a.md', text: 'ONE' },
      { path: 'p/b.md', text: null },
      { path: 'p/-c "ü" new.md', text: 'new' },
    ];
    await using(async (repository) => {
      const made = await repository.commit(await repository.head(), wish(changes));
      expect(await repository.push(made, 'main')).toBe(true);
    });
    expect(bare.git(['ls-tree', '-r', '-z', '--name-only', 'main']).split('\0')).toEqual(
      expect.arrayContaining(['p/-c "ü" new.md', 'p/a.md', 'p/run.sh', 'src/code.ts']),
    );
    expect(bare.paths()).toHaveLength(4);
    expect(bare.text('p/a.md')).toBe('ONE');
    expect(bare.log()[0]).toBe('Signalbox: From here');
  });

  test('into a repository that holds nothing yet', async () => {
    await using(async (repository) => {
      expect(await repository.head()).toBeNull();
      const made = await repository.commit(null, wish([{ path: 'a.md', text: 'x' }]));
      expect(await repository.push(made, 'main')).toBe(true);
    });
    expect(bare.text('a.md')).toBe('x');
  });

  test('a branch that has moved is not pushed over, and what is refused there is said', async () => {
    bare.commit({ 'a.md': 'one' });
    await using(async (repository) => {
      const made = await repository.commit(await repository.head(), wish([{ path: 'a.md', text: 'ours' }]));
      bare.commit({ 'a.md': 'theirs' });
      expect(await repository.push(made, 'main')).toBe(false);
      expect(bare.text('a.md')).toBe('theirs');
      bare.hook('pre-receive', 'echo "ask the release team" >&2; exit 1');
      const again = await repository.commit(await repository.head(), wish([{ path: 'a.md', text: 'ours' }]));
      await expect(repository.push(again, 'main')).rejects.toThrow('ask the release team');
    });
  });

  test('a patch is one that git takes', async () => {
    bare.commit({ 'a.md': 'one\n' });
    const patch = await using(async (repository) =>
      repository.patch(
        await repository.commit(await repository.head(), wish([{ path: 'a.md', text: 'two\n' }], 'Say two')),
      ),
    );
    expect(patch).toContain('Subject: [PATCH] Say two');
    const clone = join(bare.folder, 'clone');
    bare.git(['clone', '--quiet', bare.url, clone]);
    bare.git(['-C', clone, '-c', 'user.name=G', '-c', 'user.email=g@x', 'am', '--quiet'], Buffer.from(patch));
    expect(bare.git(['-C', clone, 'show', 'HEAD:a.md'])).toBe('two');
  });
});

test('one id works one after the other, also after a failure; a forgotten copy is gone', async () => {
  bare.commit({ 'a.md': 'x' });
  const copies = new GitRepositories({ folder, allowLocal: true });
  const remote = { url: bare.url, branch: 'main', credential: null };
  const order: string[] = [];
  const slow = copies.using('turns', remote, async (repository) => {
    await repository.head();
    order.push('slow');
    throw new Error('broken');
  });
  const quick = copies.using('turns', remote, async () => void order.push('quick'));
  await expect(slow).rejects.toThrow('broken');
  await quick;
  expect(order).toEqual(['slow', 'quick']);
  await copies.forget('turns');
  expect(existsSync(join(folder, 'turns.git'))).toBe(false);
});

test('locks and halves that a killed git left behind hold nothing up, and go', async () => {
  bare.commit({ 'a.md': 'x' });
  await using((repository) => repository.head(), { id: 'locked' });
  for (const lock of ['HEAD.lock', 'packed-refs.lock', 'shallow.lock', 'config.lock'])
    writeFileSync(join(folder, 'locked.git', lock), '');
  const begun = join(folder, 'locked.git', 'objects', 'pack', 'tmp_pack_1');
  for (const path of [begun, join(folder, 'locked.git', 'index-1')]) writeFileSync(path, 'begun');
  bare.commit({ 'a.md': 'y' });
  expect(await using((repository) => repository.head(), { id: 'locked' })).toBe(bare.head());
  expect([existsSync(begun), existsSync(join(folder, 'locked.git', 'index-1'))]).toEqual([false, false]);
});
