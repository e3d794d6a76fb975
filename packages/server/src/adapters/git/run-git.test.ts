import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GitCall, runGit } from './run-git.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-rungit-'));
const dir = join(folder, 'own.git');
const git = (args: string[], more: Partial<GitCall> = {}): Promise<string> =>
  runGit({ dir, args, ...more }).then((told) => told.toString('utf8').trim());

beforeAll(async () => {
  await runGit({ dir: folder, args: ['init', '--quiet', '--bare', dir] });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a call', () => {
  test('hands its input over and its output back', async () => {
    const id = await git(['hash-object', '-w', '--stdin'], { input: 'hello' });
    expect(await git(['cat-file', 'blob', id])).toBe('hello');
  });

  test('takes arguments as they are: no shell sees them', async () => {
    const words = '$(touch x); `id` | cat > y && "';
    const id = await git(['hash-object', '-w', '--stdin'], { input: words });
    expect(await git(['cat-file', 'blob', id])).toBe(words);
    await expect(git(['cat-file', 'blob', '$(touch x)'])).rejects.toThrow('Not a valid object name $(touch x)');
  });

  test('sees nothing of what is configured on the machine, nor variables of ours', async () => {
    process.env['GIT_AUTHOR_NAME'] = 'Somebody Else';
    process.env['GIT_DIR'] = '/nowhere';
    try {
      const settings = await git(['config', '--list', '--show-origin']);
      const origins = new Set(settings.split('\n').map((line) => line.split('\t')[0]!.replace(/:.*/, '')));
      expect([...origins].toSorted()).toEqual(['command line', 'file']);
      expect(settings).toContain('core.hookspath=/dev/null');
      expect(settings).toContain('protocol.allow=never');
      await expect(git(['var', 'GIT_AUTHOR_IDENT'])).rejects.toThrow(/identity|empty ident|email/i);
    } finally {
      delete process.env['GIT_AUTHOR_NAME'];
      delete process.env['GIT_DIR'];
    }
  });

  test('may be given variables of its own', async () => {
    const by = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_AUTHOR_DATE: '@1 +0000' };
    expect(await git(['var', 'GIT_AUTHOR_IDENT'], { env: by })).toBe('Ada <ada@example.com> 1 +0000');
  });
});

describe('a call that goes wrong', () => {
  const failed = (reason: string) => ({
    code: 'prompts.git_failed',
    message: expect.stringContaining(reason) as string,
  });

  test('says what git says', async () => {
    await expect(git(['rev-parse', '--verify', 'nothing'])).rejects.toMatchObject(failed('Needed a single revision'));
  });

  test('says how it ended where git says nothing', async () => {
    await expect(git(['cat-file', '-e', 'f'.repeat(40)])).rejects.toMatchObject(failed('git ended with 1'));
  });

  test('is ended when it takes too long', async () => {
    const began = performance.now();
    await expect(git(['-c', 'alias.wait=!sleep 60', 'wait'], { timeoutMs: 100 })).rejects.toMatchObject(
      failed('it took longer than 0.1 s'),
    );
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('is ended, with all it started, when it is called off', async () => {
    const stop = new AbortController();
    const waiting = git(['-c', 'alias.wait=!sleep 60', 'wait'], { signal: stop.signal });
    setTimeout(() => stop.abort('the server stops'), 50);
    const began = performance.now();
    await expect(waiting).rejects.toMatchObject(failed('the server stops'));
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('is ended when it answers with more than is taken', async () => {
    const id = await git(['hash-object', '-w', '--stdin'], { input: 'x'.repeat(100_000) });
    await expect(git(['cat-file', 'blob', id], { mostBytes: 1_000 })).rejects.toMatchObject(
      failed('it answers with more than is taken'),
    );
  });

  test('names nothing that could steer a terminal', async () => {
    const error = await git(['rev-parse', '--verify', 'a\u001b[2Jb']).catch((failure: Error) => failure.message);
    expect(error).not.toContain('\u001b');
  });

  test('tells that there is no git', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await expect(git(['version'])).rejects.toMatchObject(failed('git is not installed on this server'));
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('a folder that is gone is told as well', async () => {
    await expect(runGit({ dir: join(folder, 'gone'), args: ['version'] })).rejects.toMatchObject({
      code: 'prompts.git_failed',
    });
  });
});
