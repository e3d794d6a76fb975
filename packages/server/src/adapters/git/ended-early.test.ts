import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readObjects } from './objects.ts';
import { type GitCall, runGit } from './run-git.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-ended-'));
const dir = join(folder, 'own.git');
beforeAll(async () => void (await runGit({ dir: folder, args: ['init', '--quiet', '--bare', dir] })));
afterAll(() => rmSync(folder, { recursive: true }));
const git = (call: Pick<GitCall, 'args' | 'input' | 'mostBytes'>): Promise<Buffer> => runGit({ dir, ...call });
const keep = async (text: string | Uint8Array): Promise<string> =>
  (await git({ args: ['hash-object', '-w', '--stdin'], input: text })).toString('latin1').trim();

describe('a call that is ended', () => {
  test('before it began says why, and does nothing', async () => {
    const over = new AbortController();
    over.abort('the repository is larger than 5 bytes');
    const call = runGit({ dir, args: ['hash-object', '-w', '--stdin'], input: 'never', signal: over.signal });
    await expect(call).rejects.toMatchObject({
      ...{ code: 'prompts.git_failed', message: expect.stringContaining('larger than 5 bytes') },
    });
  });

  test('while it runs says why', async () => {
    const over = new AbortController();
    // It waits for input that does not come: the call is over by the signal or not at all.
    const call = runGit({ dir, args: ['version'], input: 'x', signal: over.signal });
    over.abort('no more');
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining('no more') });
  });

  test('after it has ended is as it was', async () => {
    const over = new AbortController();
    const told = await runGit({ dir, args: ['version'], signal: over.signal });
    over.abort('too late');
    expect(told.toString()).toMatch(/^git version/);
  });
});

describe('objects', () => {
  test('come by id, whatever they hold, also more than one call takes', async () => {
    const texts = ['', '\n', 'a\nb\n', 'é👩‍🚀', 'blob 5\n', 'x'.repeat(100_000), '\0'];
    const ids = await Promise.all(texts.map(keep));
    const read = await readObjects(git, ids);
    expect(ids.map((id) => read.get(id))).toEqual(texts);
    const many = Array.from({ length: 450 }, (_, n) => ids[n % ids.length]!);
    expect((await readObjects(git, many)).size).toBe(texts.length);
  });

  test('that are no UTF-8 are null; what is not there, or is no file, is left out', async () => {
    const odd = await keep(new Uint8Array([0xff, 0xfe, 0x00]));
    const tree = (await git({ args: ['mktree'], input: '' })).toString('latin1').trim();
    const gone = '1'.repeat(40);
    const read = await readObjects(git, [gone, odd, tree]);
    expect([...read]).toEqual([[odd, null]]);
  });

  test('of nobody are nothing, and ask nothing', async () => {
    let asked = 0;
    const read = await readObjects(async () => Buffer.alloc(asked++), []);
    expect([read.size, asked]).toEqual([0, 0]);
  });
});
