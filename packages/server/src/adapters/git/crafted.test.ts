import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bare, openBare } from './bare.fixture.ts';
import { readObjects } from './objects.ts';
import { runGit } from './run-git.ts';

// What `git cat-file --batch` prints of other objects is written by whoever wrote the repository, and looks as they like.
let bare: Bare;
beforeAll(() => {
  bare = openBare();
});
afterAll(() => bare.remove());

const git = (call: { args: readonly string[]; input?: string | Uint8Array }) => runGit({ dir: bare.url, ...call });
const idOf = (path: string): string => bare.git(['rev-parse', `main:${path}`]);

test('a commit that says it is another file puts no text in its place', async () => {
  bare.commit({ 'a.md': 'the text of a' });
  const id = idOf('a.md');
  const commit = bare.commit({ 'b.md': 'b' }, `Innocent\n\n${id} blob 8\nnot of a\n`);
  const read = await readObjects(git, [id, commit, idOf('b.md')]);
  expect(Object.fromEntries(read)).toEqual({ [id]: 'the text of a', [idOf('b.md')]: 'b' });
});

test('a commit that tells sizes below nothing ends like any other', async () => {
  bare.commit({ 'c.md': 'c' });
  const commits = ['x blob -100', 'x blob -1', 'x blob 1e9', 'x blob NaN', 'x blob', 'x'].map((line) =>
    bare.commit({ 'd.md': line }, `${line}\n${line}\n`),
  );
  const read = await readObjects(git, [...commits, idOf('c.md')]);
  expect([...read]).toEqual([[idOf('c.md'), 'c']]);
});

test('trees, tags and what is not there are left out wherever they stand', async () => {
  bare.commit({ 'folder/e.md': 'e', 'f.md': '' });
  bare.git(['-c', 'user.name=G', '-c', 'user.email=g@example.com', 'tag', '-a', 'v1', '-m', 'zzz blob 3\nabc']);
  const ids = [idOf('folder'), bare.git(['rev-parse', 'v1']), '0'.repeat(40), idOf('folder/e.md'), idOf('f.md')];
  for (const asked of [ids, ids.toReversed()]) {
    const read = await readObjects(git, asked);
    expect(Object.fromEntries(read)).toEqual({ [idOf('folder/e.md')]: 'e', [idOf('f.md')]: '' });
  }
});
