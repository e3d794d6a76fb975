import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createKey } from '../access/verbs/create-key.ts';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { promptsExport, promptsImport, promptsPull, promptsPush, resultLines } from './prompt-files.ts';
import { promptLabel, promptReview } from './prompt-moves.ts';
import { diffLines, promptDiff, promptGet, promptsList } from './prompt-shows.ts';
import { promptsSync, syncLines } from './prompt-syncs.ts';

let server: ApiServer;
let key: string;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-prompts-'));
beforeAll(async () => {
  server = await openApiServer();
  const { teamId } = server.edge.first;
  const scopes = ['read', 'write'] as const;
  const asked = { name: 'ci', teamId, agent: null, environment: null, scopes: [...scopes], expiresAt: null };
  key = (await createKey(server.edge.system, { ...asked, contentMode: 'keep' })).secret;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});
afterEach(() => void (process.exitCode = undefined));

async function printed(run: () => Promise<void>): Promise<string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await run();
    return log.mock.calls.map((one) => String(one[0]));
  } finally {
    log.mockRestore();
  }
}
const flags = () => ({ url: server.url, key });
const take = (path: string, format: 'files' | 'langfuse' = 'files') =>
  printed(() => promptsImport([join(folder, path)], { ...flags(), format }));
function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('a folder goes in, comes out the same, and goes in again without a change', async () => {
  put('in/support/refund.md', '---\nlabels: [production]\n---\n{% prompt "tone@1" %} Refund.\n');
  put('in/tone.md', '---\n---\nBe kind.\n');
  put('in/chat.yaml', 'body:\n  - role: user\n    content: Hi\n');
  put('in/notes.txt', 'not a prompt');
  expect(await take('in')).toEqual([
    'created  chat    version 1',
    'created  refund  version 1  → production',
    'created  tone    version 1',
    '3 created',
  ]);
  expect(process.exitCode).toBeUndefined();
  expect(await take('in')).toEqual(['3 unchanged']);
  expect(await printed(() => promptsExport(join(folder, 'out'), flags()))).toEqual([
    `3 prompts in ${join(folder, 'out')}`,
  ]);
  expect(readdirSync(join(folder, 'out'), { recursive: true }).map(String).toSorted()).toEqual([
    ...['chat.yaml', 'support', join('support', 'refund.md'), 'tone.md'],
  ]);
  expect(readFileSync(join(folder, 'out/support/refund.md'), 'utf8')).toContain('Refund.\n');
  expect(await take('out')).toEqual(['3 unchanged']);
});

test('what fails is told and makes the exit code 1; the rest is taken', async () => {
  const version = { name: 'lf', version: 1, type: 'text', prompt: 'Hi {{name}}', labels: ['production'] };
  put('lf/a.json', JSON.stringify([version, { ...version, name: 'lf bad', prompt: '@@@langfusePrompt:name=none@@@' }]));
  expect(await take('lf', 'langfuse')).toEqual([
    'created  lf      version 1  → production',
    'failed   lf bad  There is no none@production.',
    '1 created, 1 failed',
  ]);
  expect(process.exitCode).toBe(1);
});

test('more than one request holds comes in whole, across their bounds', async () => {
  const long = 'word '.repeat(39_000);
  for (let n = 0; n < 7; n++) {
    const next = n < 5 ? `{% prompt "big${n + 1}@1" %}` : '';
    put(`big/big${n}.md`, `---\n---\n${next}${long}`);
  }
  const requests: string[] = [];
  server.watch((request) => void requests.push(request.url ?? ''));
  const lines = await take('big');
  server.watch(null);
  expect(requests.filter((one) => one.includes('prompt-imports')).length).toBe(3);
  expect(lines.at(-1)).toContain('created');
  expect((await take('big')).at(-1)).not.toContain('created');
});

test('nothing to take is said, and a team that the key does not see', async () => {
  put('empty/readme.txt', 'x');
  await expect(take('empty')).rejects.toThrow('There are no .md, .yaml or .yml files');
  const other = promptsImport([join(folder, 'in')], { ...flags(), format: 'files', team: 'others' });
  await expect(other).rejects.toThrow('The key sees no team "others".');
});

test('names cannot move the cursor of a terminal', () => {
  const result = {
    source: 's',
    name: 'a\u001b[2Jb',
    outcome: 'failed' as const,
    number: null,
    labels: [],
    warnings: [],
  };
  expect(resultLines([{ ...result, problem: 'p' }])[0]).toBe('failed  a\ufffd[2Jb  p');
});

describe('one prompt', () => {
  const push = (text: string, more: { plan?: boolean } = {}) => {
    put('one/cli one.md', text);
    return printed(() => promptsPush([join(folder, 'one')], { ...flags(), ...more }));
  };

  test('push says first what it would do, then does it', async () => {
    expect(await push('---\n---\nHello\n', { plan: true })).toEqual(['created  cli one  ', '1 created']);
    expect(process.exitCode).toBe(2);
    process.exitCode = undefined;
    expect(await push('---\n---\nHello\n')).toEqual(['created  cli one  version 1', '1 created']);
    expect(await push('---\n---\nHello\n', { plan: true })).toEqual(['1 unchanged']);
    expect(process.exitCode).toBeUndefined();
    await push('---\nsettings:\n  parameters:\n    temperature: 1\n---\nHello you\n');
    await push('---\n---\n{% prompt "nobody@1" %}\n', { plan: true });
    expect(process.exitCode).toBe(1);
  });

  test('it is listed, printed as a file, and compared', async () => {
    const lines = await printed(() => promptsList(flags()));
    expect(lines.find((line) => line.startsWith('cli one '))).toMatch(/^cli one +version 2/);
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    await promptGet('cli one@1', flags());
    const text = out.mock.calls.join('');
    out.mockRestore();
    expect(text).toMatch(/^---\nname: cli one\n[\s\S]*\n---\nHello\n$/);
    expect(await printed(() => promptDiff('cli one', { from: '1', to: 'latest' }, flags()))).toEqual([
      ...['--- version 1', '+++ version 2', '-Hello', '+Hello you', '~settings.parameters.temperature: none → 1'],
    ]);
    expect(process.exitCode).toBe(2);
    process.exitCode = undefined;
    expect(await printed(() => promptDiff('cli one', { from: '2', to: 'latest' }, flags()))).toEqual([
      'version 2 and version 2 say the same',
    ]);
    await expect(promptGet('cli none', flags())).rejects.toThrow('No prompt is visible to you.');
  });

  test('labels move and go; a review is asked for, and waits', async () => {
    const label = (version: string) =>
      printed(() => promptLabel({ prompt: 'cli one', label: 'staging', version }, { ...flags(), reason: 'r' }));
    expect(await label('latest')).toEqual(['cli one: staging → version 2']);
    expect(await label('1')).toEqual(['cli one: staging → version 1']);
    expect(await label('none')).toEqual(['cli one: staging is taken away']);
    const reviewers = [server.edge.first.adminId];
    const asked = await printed(() => promptReview('cli one', { ...flags(), request: true, reviewers }));
    expect([asked[0]!.endsWith('  waits'), asked[1]]).toEqual([true, 'cli one version 2: not approved yet']);
    expect(process.exitCode).toBe(2);
  });

  test('pull tells new files from changed ones, and writes nothing where it only plans', async () => {
    const target = join(folder, 'pulled');
    const pull = (plan: boolean) => printed(() => promptsPull(target, { ...flags(), plan }));
    const planned = await pull(true);
    expect(planned).toContain('+  cli one.md');
    expect([process.exitCode, readdirSync(folder).includes('pulled')]).toEqual([2, false]);
    process.exitCode = undefined;
    await pull(false);
    writeFileSync(join(target, 'cli one.md'), 'mine');
    const again = await pull(false);
    expect([again[0], again.at(-1)!.replace(/\d+ as/, 'n as')]).toEqual([
      '~  cli one.md',
      '0 new, 1 changed, n as they were',
    ]);
    expect(readFileSync(join(target, 'cli one.md'), 'utf8')).toContain('Hello you');
  });
});

test('a difference of chat messages says which; what steers a terminal does not', () => {
  const side = (text: string) => ({ line: 1, parts: [{ kind: 'same' as const, text }] });
  const rows = [
    { left: side('a'), right: side('a') },
    { left: side('b\u001b[2J'), right: null },
  ];
  expect(diffLines({ bodies: [{ message: 1, rows }], values: [] })).toEqual(['@@ message 2', '-b\ufffd[2J']);
});

test('syncs are told with what stands in their way', async () => {
  expect(await printed(() => promptsSync({ ...flags(), seconds: '1' }))).toEqual([
    'no folder is kept in step with git',
  ]);
  const sync = { id: 'psy_1', folder: 'support', remote: 'https://g/p', branch: 'main', endedAt: null, wantedAt: null };
  const conflicts = [{ path: 'a.md', by: 'Grace', here: 3 }];
  const problems = [{ path: 'b.md', problem: 'It is a symbolic link.' }];
  expect(syncLines([{ ...sync, state: 'in_step', error: 'x', conflicts, problems }])).toEqual([
    ...['support  in step  https://g/p main  never', '  ! x', '  ! a.md: version 3 here, changed in git by Grace'],
    '  - b.md: It is a symbolic link.',
  ]);
});
