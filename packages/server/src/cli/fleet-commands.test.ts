import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginFreeze } from '../rooms/lifecycle/index.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { apply } from './apply.ts';
import { addFleetCommands } from './fleet-commands.ts';
import { told as run } from './told.fixture.ts';

let server: ApiServer;
let to: string[];
const root = mkdtempSync(join(tmpdir(), 'signalbox-commands-'));
beforeAll(async () => {
  server = await openApiServer();
  const key = await server.edge.key({ scopes: ['read', 'write'] });
  to = ['--url', server.url, '--key', key];
  const file = [agentFile(root, { name: 'billing', purpose: 'x', tools: [] })];
  await run(() => apply({ url: server.url, key, file }));
  const { system, first } = server.edge;
  const { id } = await createPrompt(system, {
    name: 'hello',
    teamId: first.teamId,
    kind: 'text',
    folder: '',
    tags: [],
  });
  for (const body of ['One', 'Two']) await saveVersion(system, { id, content: contentOf(body), message: '' });
  await told('label', 'move', 'hello', 'live', '1', '--reason', 'first', '--apply');
  const path = join(root, 'greeter.yaml');
  const prompts = [{ slot: 'system', prompt: 'hello', version: 'live' }];
  const agent = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'greeter' } };
  writeFileSync(path, JSON.stringify({ ...agent, release: { why: 'x', manifest: { prompts } } }));
  await run(() => apply({ url: server.url, key, file: [path] }));
  const { items } = (await (await server.edge.call(key, 'GET', '/api/v1/agents/greeter/releases')).json()) as {
    items: { id: string }[];
  };
  const wish = { releaseId: items[0]!.id, reason: 'r' };
  await server.edge.call(key, 'POST', '/api/v1/agents/greeter/deployments/production/deploy', wish);
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

/** As typed, `agents` being a command of its own too. */
const told = (...words: string[]) =>
  run(async () => {
    const program = new Command('signalbox').exitOverride().configureOutput({ writeErr: () => {} });
    program.option('-c, --config <file>');
    const agents = program.command('agents').action(() => console.log('the list of agents'));
    addFleetCommands(program, new Option('--data-dir <folder>'), agents);
    for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
    await program.parseAsync([...words, ...(words.length > 1 || words[0] === 'fleet' ? to : [])], { from: 'user' });
  });

test('agents lists, and agents bulk changes', async () => {
  expect((await told('agents')).out).toEqual(['the list of agents']);
  expect(await told('agents', 'bulk', 'billing', 'greeter', '--tag', 'eu', 'money')).toEqual({
    code: 2,
    out: [
      'changed  billing  Tags: unknown → eu, money',
      'changed  greeter  Tags: unknown → eu, money',
      '2 would change, 0 unchanged, 0 refused',
    ],
  });
  expect(await told('agents', 'bulk', 'billing', '--risk', 'data=high', 'spend=low', '--apply')).toMatchObject({
    code: 0,
  });
  expect(
    await told('agents', 'bulk', 'billing', '--on-call', '#x', '--runbook', 'https://r.example.com', '--apply'),
  ).toMatchObject({
    out: expect.arrayContaining(['1 changed, 0 unchanged, 0 refused']) as string[],
  });
  await expect(told('agents', 'bulk', 'billing')).rejects.toThrow('one change');
});

test('fleet is of production unless said otherwise', async () => {
  expect((await told('fleet')).out[0]).toContain('in production');
  expect((await told('fleet', '--environment', 'moon')).out[0]).toContain('in moon');
  expect((await told('fleet', '--at-least', '99')).code).toBe(2);
});

test('a label that something holds says what, with exit code 1, and stands where it stood', async () => {
  const window = { from: new Date().toISOString(), until: '2099-01-01T00:00:00Z', timeZone: 'UTC', reason: 'Sale.' };
  await beginFreeze(server.edge.system, { ...window, environment: 'production' });
  const { code, out } = await told('label', 'move', 'hello', 'live', '2', '--reason', 'r', '--apply');
  expect(code).toBe(1);
  expect(out[0]).toBe('live of hello: version 1 → 2');
  expect(out[1]).toMatch(/^ {2}greeter {2}production {2}1\.1\.0 {2}Freeze frz_\w+ holds here until .*: Sale\./);
  expect(out.at(-1)).toBe('It is held: nothing is deployed. Say it again once nothing holds.');
  expect((await told('label', 'move', 'hello', 'live', '2', '--reason', 'r')).out[0]).toContain('version 1 → 2');
});

test.each([
  [['label', 'move', 'hello', 'live', '2'], '--reason'],
  [['freeze', 'begin', '--from', '2098-01-01'], '--until'],
  [['freeze', 'import'], 'file'],
  [['agents', 'bulk'], 'agents'],
])('%j misses something, and says what', async (words, what) => {
  const failing = run(async () => {
    const program = new Command('signalbox');
    addFleetCommands(program, new Option('--data-dir <folder>'), program.command('agents'));
    const quiet = (command: Command): void => {
      command.exitOverride().configureOutput({ writeErr: () => {} });
      command.commands.forEach(quiet);
    };
    quiet(program);
    await program.parseAsync(words, { from: 'user' });
  });
  await expect(failing).rejects.toThrow(what);
});
