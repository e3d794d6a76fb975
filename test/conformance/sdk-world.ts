import { createServer, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort, stopServer } from '../bench/server.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** What an SDK is given, and the address at which its test asks this world for something. */
export type SdkWorld = { env: Record<string, string>; live(): LiveServer; close(): Promise<void> };
type Release = { id: string; version: string; digest: string };

const agent = 'contract';
const prompt = 'contract/system';

/** A running server with an agent of two releases, the first of them deployed, and a door to make things happen there. */
export async function openSdkWorld(): Promise<SdkWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-sdk-world-'));
  const port = await freePort();
  const start = (): Promise<LiveServer> => liveServer({ SIGNALBOX_SERVER_PORT: String(port) }, dir);
  let live = await start();
  let isUp = true;
  const post = async <Answer>(path: string, body: unknown): Promise<Answer> => {
    const answer = await live.post(path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const teamId = (await live.get<{ items: { id: string }[] }>('/api/v1/teams')).items[0]!.id;
  const scopes = ['deliver', 'ingest'];
  const { secret } = await post<{ secret: string }>('/api/v1/keys', { name: 'sdk', teamId, scopes });
  const releases = await makeReleases(post, teamId);
  const deployment = (verb: string, body: object) =>
    post<object>(`/api/v1/agents/${agent}/deployments/production/${verb}`, { reason: 'contract', ...body });
  await deployment('deploy', { releaseId: releases[0]!.id });
  const versionOf = (digest: string | null): string | null =>
    releases.find((one) => one.digest === digest)?.version ?? digest;

  const doors: Record<string, (asked: { query: URLSearchParams; body: Record<string, unknown> }) => Promise<unknown>> =
    {
      '/deploy': ({ body }) =>
        deployment('deploy', { releaseId: releases.find((one) => one.version === body['release'])!.id }),
      '/roll-back': () => deployment('roll-back', {}),
      '/server': async ({ body }) => {
        if (body['up'] === true && !isUp) live = await start();
        if (body['up'] === false && isUp) await stopServer(live.server);
        isUp = body['up'] === true;
        return { isUp };
      },
      '/run': ({ query }) => seenRun(live, versionOf, query.get('conversation')!),
      '/instances': async () => {
        const { items } = await live.get<{ items: Instance[] }>(`/api/v1/agents/${agent}/instances`);
        const latest = items.toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
        return latest.slice(0, 1).map((one) => ({ ...one, release: versionOf(one.release) }));
      },
    };
  const control = createServer((request, response) => {
    void answer(doors, request).then(({ status, body }) => response.writeHead(status).end(JSON.stringify(body)));
  });
  await new Promise<void>((done) => control.listen(0, '127.0.0.1', done));
  return {
    env: {
      ...{ SIGNALBOX_URL: live.server.url, SIGNALBOX_KEY: secret, SIGNALBOX_AGENT: agent },
      SIGNALBOX_TEST_CONTROL: `http://127.0.0.1:${(control.address() as AddressInfo).port}`,
    },
    live: () => live,
    async close() {
      control.closeAllConnections();
      control.close();
      if (isUp) await live.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Instance = { release: string | null; lastSeenAt: string };
type Post = <Answer>(path: string, body: unknown) => Promise<Answer>;

async function makeReleases(post: Post, teamId: string): Promise<Release[]> {
  const string = { type: 'string' };
  const variables = { type: 'object', properties: { name: string, mood: { ...string, default: 'brief' } } };
  const { id } = await post<{ id: string }>('/api/v1/prompts', { name: prompt, kind: 'text', teamId });
  for (const body of ['First.', 'You help {{ name }}. Be {{ mood }}.']) {
    const content = { body, variables: body === 'First.' ? { type: 'object' } : { ...variables, required: ['name'] } };
    await post(`/api/v1/prompts/${id}/versions`, { content, message: 'For the contract.' });
  }
  const made: Release[] = [];
  for (const n of [1, 2]) {
    const prompts = [{ slot: 'system', prompt, version: 2 }];
    const release = { why: 'contract', manifest: { prompts, model: { provider: 'openai', name: `m-${n}` } } };
    const metadata = { name: agent, team: teamId };
    const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata, release };
    made.push((await post<{ release: Release }>('/api/v1/apply', { file })).release);
  }
  return made;
}

/** The run of a conversation as a contract says it: releases by version, feedback by name. null = there is none yet. */
async function seenRun(live: LiveServer, versionOf: (digest: string | null) => string | null, conversation: string) {
  const { items } = await live.get<RunList>('/api/v1/runs?limit=50');
  const own = items.find((one) => one.conversation === conversation);
  if (own === undefined) return null;
  const { run, scores, steps } = await live.get<RunPage>(`/api/v1/runs/${own.id}`);
  const details = await Promise.all(
    steps.map((step) =>
      live.get<{ attributes: Record<string, string> }>(`/api/v1/runs/${own.id}/steps/${step.spanId}`),
    ),
  );
  return {
    ...{ ...run, release: versionOf(run.release) },
    everySpanSaysRelease: details.every((one) => one.attributes['signalbox.release'] === run.release),
    feedback: Object.fromEntries(scores.filter((one) => one.source === 'feedback').map((one) => [one.name, one.value])),
  };
}

async function answer(
  doors: Record<string, (asked: { query: URLSearchParams; body: Record<string, unknown> }) => Promise<unknown>>,
  request: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(request.url!, 'http://control');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const door = doors[pathname];
  if (door === undefined) return { status: 404, body: null };
  try {
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: 200, body: await door({ query: searchParams, body }) };
  } catch (error) {
    return { status: 500, body: String(error) };
  }
}
