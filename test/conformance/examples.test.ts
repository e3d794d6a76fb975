import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../../packages/demo/src/provider/index.ts';
import type { RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** Each example in JavaScript, installed from its lock and run against a server and a model provider: its spans say what it ran. */
const root = join(import.meta.dirname, '..', '..');
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('-js'));
const run = promisify(execFile);
const node = dirname(process.execPath);
const minutes = 60_000;

type Release = { id: string; version: string; digest: string };
let folder: string;
let live: LiveServer;
let provider: FakeProvider;
let key: string;
let teamId: string;
let promptId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-examples-'));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/sdk'], { cwd: root });
  // Beside each other as in the repository, which they name their SDK by.
  const sdk = join(folder, 'packages', 'sdk');
  mkdirSync(sdk, { recursive: true });
  for (const part of ['package.json', 'dist'])
    cpSync(join(root, 'packages/sdk', part), join(sdk, part), { recursive: true });
  [live, provider] = await Promise.all([liveServer(), startFakeProvider()]);
  teamId = (await live.get<{ items: { id: string }[] }>('/api/v1/teams')).items[0]!.id;
  key = (await post<{ secret: string }>('/api/v1/keys', { name: 'examples', teamId, scopes: ['deliver', 'ingest'] }))
    .secret;
  const prompt = { name: 'examples/support', kind: 'text', teamId };
  promptId = (await post<{ id: string }>('/api/v1/prompts', prompt)).id;
  const variables = { type: 'object', properties: { company: { type: 'string' } }, required: ['company'] };
  for (const body of ['You help.', 'You help customers of {{ company }}.'])
    await post(`/api/v1/prompts/${promptId}/versions`, { content: { body, variables }, message: 'For the examples.' });
}, 3 * minutes);
afterAll(async () => {
  await live?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const answer = await live.post(path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function deployed(agent: string): Promise<Release> {
  const manifest = {
    prompts: [{ slot: 'system', prompt: 'examples/support', version: 2 }],
    model: { provider: 'openai', name: 'gpt-5-mini' },
  };
  const metadata = { name: agent, team: teamId };
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata, release: { why: 'example', manifest } };
  const { release } = await post<{ release: Release }>('/api/v1/apply', { file });
  const at = `/api/v1/agents/${agent}/deployments/production/deploy`;
  await post(at, { releaseId: release.id, reason: 'example' });
  return release;
}

/** The one run of the agent, once it has stopped changing. */
async function runOf(agent: string): Promise<RunPage> {
  let before = '';
  for (let looks = 0; looks < 60; looks++) {
    const { items } = await live.get<RunList>('/api/v1/runs?limit=50');
    const own = items.filter((one) => one.agent === agent);
    const now = JSON.stringify(own.map((one) => one.version));
    if (own.length > 0 && now === before) {
      expect(own).toHaveLength(1);
      return live.get<RunPage>(`/api/v1/runs/${own[0]!.id}`);
    }
    before = now;
    await new Promise((next) => setTimeout(next, 2_000));
  }
  throw new Error(`No run of ${agent} within two minutes.`);
}

test('there is one for each way that agents are written', () => {
  expect(examples).toEqual(['langgraph-js', 'openai-agents-js', 'plain-fetch-js', 'vercel-ai-sdk-js']);
});

describe('the example', () => {
  test.for(examples)('%s', { timeout: 6 * minutes }, async (example) => {
    const from = join(root, 'examples', example);
    const to = join(folder, 'examples', example);
    expect(readFileSync(join(from, 'main.mjs'), 'utf8').split('\n').length).toBeLessThanOrEqual(61);
    cpSync(from, to, { recursive: true, filter: (path) => !path.includes('node_modules') });
    const env = { ...process.env, NODE_ENV: 'production', PATH: `${node}:${process.env['PATH']}` };
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: to, env, timeout: 4 * minutes });
    const release = await deployed(example);
    const settings = {
      ...{ SIGNALBOX_URL: live.server.url, SIGNALBOX_KEY: key, SIGNALBOX_AGENT: example },
      ...{ OPENAI_BASE_URL: `${provider.url}/v1`, OPENAI_API_KEY: 'none' },
    };
    const { stdout, stderr } = await run(process.execPath, ['main.mjs'], {
      cwd: to,
      env: { ...env, ...settings },
      timeout: minutes,
    });
    expect(stdout, stderr).toContain('shipped yesterday');

    const page = await runOf(example);
    const promised = { promptName: 'examples/support', promptVersion: '2', release: release.digest };
    expect(page.run).toMatchObject({
      ...promised,
      environment: 'production',
      user: 'ada',
      modelCalls: example === 'plain-fetch-js' ? 1 : 2,
      toolCalls: 1,
    });
    expect(page.run.conversation).toContain('example-');
    // What the page links to.
    expect(page.links).toMatchObject({
      release: { id: release.id, version: release.version },
      prompts: [{ promptId, number: 2 }],
    });
    expect(page.steps.length).toBeGreaterThanOrEqual(3);
    for (const step of page.steps) {
      const { attributes } = await live.get<{ attributes: object }>(`/api/v1/runs/${page.run.id}/steps/${step.spanId}`);
      expect(attributes, step.name).toMatchObject({
        ...{ 'signalbox.release': release.digest, 'signalbox.release.version': release.version },
        ...{ 'signalbox.prompt': 'examples/support', 'signalbox.prompt.version': '2', 'signalbox.agent': example },
      });
    }
    await expect
      .poll(async () => (await live.get<RunPage>(`/api/v1/runs/${page.run.id}`)).run.outcome.value, { timeout: 20_000 })
      .toBe('completed');
  });
});
