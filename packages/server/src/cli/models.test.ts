import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../../../demo/src/provider/index.ts';
import { createKey } from '../access/verbs/create-key.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { answerLines, playgroundRun, rowsOf } from './playground.ts';
import { providerAdd, providerList, providerRemove, providerTry } from './provider.ts';

let server: ApiServer;
let models: FakeProvider;
let key: string;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-models-'));
beforeAll(async () => {
  server = await openApiServer();
  models = await startFakeProvider();
  const { system, first } = server.edge;
  key = await server.edge.key({ scopes: ['read', 'write', 'admin'] });
  const wish = { name: 'refund', teamId: first.teamId, kind: 'text' as const, folder: '', tags: [] };
  const { id } = await createPrompt(system, wish);
  await saveVersion(system, { id, content: contentOf('Hi {{ name }}'), message: '' });
});
afterAll(async () => {
  await models.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
});

const flags = () => ({ url: server.url, key });
async function printed(run: () => Promise<void>): Promise<string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await run();
    return log.mock.calls.map((one) => String(one[0]));
  } finally {
    log.mockRestore();
  }
}
const add = (name: string, more: object = {}) =>
  printed(() => {
    const asked = { dialect: 'openai' as const, baseUrl: `${models.url}/v1`, models: ['m-1'], pricedAs: '' };
    return providerAdd(name, { ...flags(), ...asked, keyEnv: 'TEST_PROVIDER_KEY', ...more });
  });

describe('providers', () => {
  test('are added with a key of the environment, listed without it, tried, and removed by name', async () => {
    expect(await printed(() => providerList(flags()))).toEqual([expect.stringContaining('none yet')]);
    vi.stubEnv('TEST_PROVIDER_KEY', 'sk-secret-1');
    expect(await add('One')).toEqual([expect.stringMatching(/^One added \(mpr_\w+\); its key is kept sealed$/)]);
    vi.stubEnv('TEST_PROVIDER_KEY', undefined);
    expect(await add('Two')).toEqual([expect.stringContaining('TEST_PROVIDER_KEY is not set')]);
    const listed = await printed(() => providerList(flags()));
    expect(listed.map((line) => line.split('  ')[0])).toEqual(['One', 'Two']);
    expect(listed[0]).toContain('key kept');
    expect(listed.join()).not.toContain('sk-secret-1');
    const said = await printed(() => providerTry('One', { ...flags(), model: 'm-1' }));
    expect(said[0]).toMatch(/^You said: Say hello in one word\. {2}\(\d+ ms\)$/);
    expect((await printed(() => providerRemove('One', flags()))).join('\n')).toMatch(
      /1 uses, the last .*\n.*--confirm "One"/,
    );
    await expect(providerRemove('One', { ...flags(), confirm: 'Two' })).rejects.toThrow('Type the name "One"');
    expect(await printed(() => providerRemove('One', { ...flags(), confirm: 'One' }))).toEqual([
      'One is removed, and its key with it',
    ]);
    await expect(providerTry('One', { ...flags(), model: 'm' })).rejects.toThrow('there are: Two');
  });

  test('that do not answer say why, and make the exit code 1', async () => {
    await add('Wrong', { baseUrl: `${models.url}/nowhere` });
    const said = await printed(() => providerTry('Wrong', { ...flags(), model: 'm-1' }));
    expect(said[0]).toContain('Unknown request URL');
    expect(process.exitCode).toBe(1);
  });
});

describe('the playground', () => {
  test('asks lanes with rows of a file, says about what it costs, then what came', async () => {
    await add('Here');
    writeFileSync(join(folder, 'rows.csv'), 'name\nAda\n"Ben, the other"\n');
    const lane = ['Here:m-1', 'Here:m-2@1'];
    const rows = join(folder, 'rows.csv');
    const lines = await printed(() => playgroundRun('refund', { ...flags(), lane, rows }));
    expect(lines[0]).toMatch(/^4 calls, about \d+ tokens, cost not known$/);
    expect(lines.slice(1).map((line) => line.replace(/ {2,}\d+ ms {2,}/, '  '))).toEqual([
      'row 1  Here:m-1    done  —  You said: Hi Ada',
      'row 1  Here:m-2@1  done  —  You said: Hi Ada',
      'row 2  Here:m-1    done  —  You said: Hi Ben, the other',
      'row 2  Here:m-2@1  done  —  You said: Hi Ben, the other',
    ]);
    expect(process.exitCode).toBeUndefined();
  });

  test('estimates alone ask nobody; what fails makes the exit code 1; JSON is for programs', async () => {
    const lane = ['Here:m-1'];
    writeFileSync(join(folder, 'bad.json'), '[{"name":7}]');
    const rows = join(folder, 'bad.json');
    const [estimate] = await printed(() => playgroundRun('refund', { ...flags(), lane, rows, estimate: true }));
    expect(estimate).toMatch(/^1 call, about 0 tokens, cost not known\n! variables\.name/);
    const [told] = await printed(() => playgroundRun('refund', { ...flags(), lane, rows, json: true }));
    expect(JSON.parse(told!)).toMatchObject({ state: 'done', cells: [{ error: { code: 'prompts.variables_unfit' } }] });
    expect(process.exitCode).toBe(1);
    const [alone] = await printed(() => playgroundRun('refund', { ...flags(), lane, estimate: true, json: true }));
    expect(JSON.parse(alone!)).toMatchObject({ cells: 1 });
  });

  test('lanes and rows that cannot be read are told in a sentence', async () => {
    const run = (lane: string) => playgroundRun('refund', { ...flags(), lane: [lane] });
    await expect(run('nothing')).rejects.toThrow('A lane is written provider:model');
    await expect(run('None:m')).rejects.toThrow('The key sees no model provider "None"');
    expect(() => rowsOf('a.json', '{}')).toThrow('must hold a list of objects');
    expect(() => rowsOf('a.csv', '')).toThrow('a.csv is empty');
    expect(rowsOf('a.csv', 'a,b\n1,2\n3\n')).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '' },
    ]);
  });

  test('what a model says cannot steer a terminal, and is cut', () => {
    const cell = {
      lane: 0,
      row: 0,
      state: 'done',
      schema: 'not_json',
      ms: 7,
      costUsd: 0.00123,
      refusal: null,
    } as const;
    const [line] = answerLines(
      [{ ...cell, error: null, toolCalls: [], text: `a\n\u001b[2Jb ${'x'.repeat(500)}` } as never],
      ['l'],
    );
    expect(line).toMatch(/^row 1 {2}l {2}done, not json {2}7 ms {2}\$0\.0012 {2}a \ufffd\[2Jb x+…$/);
    expect(line!.length).toBeLessThan(200);
    const toolCalls = [{ id: 'c', name: 'find', arguments: '{"a":1}' }];
    const [called] = answerLines(
      [{ ...cell, schema: 'none', error: null, text: null, toolCalls, ms: null, costUsd: 12.3 } as never],
      [],
    );
    expect(called).toBe('row 1  0  done  —  $12.30  find({"a":1})');
  });

  test('a key that may not ask is refused', async () => {
    const reading = { name: 'r', teamId: server.edge.first.teamId, agent: null, environment: null, expiresAt: null };
    const { secret } = await createKey(server.edge.system, { ...reading, scopes: ['read'], origins: [] } as never);
    const refused = playgroundRun('refund', { url: server.url, key: secret, lane: ['Here:m-1'] });
    await expect(refused).rejects.toThrow('needs the right "model_provider.use"');
  });
});
