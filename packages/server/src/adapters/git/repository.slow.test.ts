import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Repository } from '../../ports/repository.ts';
import { type Bare, openBare } from './bare.fixture.ts';
import { GitRepositories } from './repositories.ts';
import type { GitLimits } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-copies-'));
let bare: Bare;
beforeEach(() => void (bare = openBare()));
afterEach(() => {
  bare.remove();
  rmSync(join(folder, 'slow.git'), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const md = /\.md$/;
const using = <T>(work: (repository: Repository) => Promise<T>, limits: Partial<GitLimits> = {}): Promise<T> =>
  new GitRepositories({ folder, allowLocal: true, limits }).using(
    'slow',
    { url: bare.url, branch: 'main', credential: null },
    work,
  );

test('100,000 files are refused, in bounded time', async () => {
  bare.commit(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`p/${n % 100}/${n}.md`, 'x'])));
  const began = Date.now();
  const listing = using(async (repository) => repository.list((await repository.head())!, 'p', md));
  await expect(listing).rejects.toThrow('there are more than 5000 files to read below "p"');
  expect(Date.now() - began).toBeLessThan(20_000);
});

test('more than the copy may hold ends the fetch', async () => {
  const noise = new Uint8Array(40 << 20);
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  bare.commit({ 'big.bin': noise });
  const fetching = using((repository) => repository.head(), { copyBytes: 1_000 });
  await expect(fetching).rejects.toThrow('the repository is larger than 1000 bytes');
});

test('a fetch that is killed at any moment is made good by the next, and leaves nothing behind', async () => {
  const noise = new Uint8Array(4 << 20);
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  bare.commit({ 'big.bin': noise, 'a.md': 'one' });
  for (const fetchMs of [5, 20, 40, 60, 80, 120, 160, 240])
    await using((repository) => repository.head(), { fetchMs }).catch((error: { code: string }) =>
      expect(error.code).toBe('prompts.git_failed'),
    );
  await using(async (repository) => {
    const head = await repository.head();
    expect(head).toBe(bare.head());
    const { files } = await repository.list(head!, '', md);
    expect([...(await repository.read(files.map((one) => one.id))).values()]).toEqual(['one']);
  });
  const left = readdirSync(join(folder, 'slow.git'), { recursive: true }).map(String);
  expect(left.filter((name) => /tmp_pack|\.lock$|index-/.test(name))).toEqual([]);
});
