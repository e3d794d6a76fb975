import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createKey } from '../access/verbs/create-key.ts';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { promptsExport, promptsImport, resultLines } from './prompts.ts';

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
