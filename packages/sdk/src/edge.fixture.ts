import { openTestEdge, type Caller } from '../../server/src/http/edge.fixture.ts';
import type { SignalboxOptions } from './options.ts';

export type SdkEdge = Awaited<ReturnType<typeof openSdkEdge>>;

/** The real edge, which an SDK reaches without a network, with the agent `helper` and releases of it. */
export async function openSdkEdge() {
  const edge = await openTestEdge();
  const admin = await edge.signIn(edge.first.adminId);
  const key = await edge.key({ scopes: ['deliver', 'ingest'] });
  const call = async <T>(path: string, body: unknown, as: Caller = admin): Promise<T> => {
    const answer = await edge.call(as, 'POST', path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const way = wayTo((path, init) => edge.app.request(path, init) as Promise<Response>);

  async function savePrompt(name: string, content: object, kind: 'text' | 'chat' = 'text'): Promise<void> {
    const { id } = await call<{ id: string }>('/api/v1/prompts', { name, kind, teamId: edge.first.teamId });
    await call(`/api/v1/prompts/${id}/versions`, { content, message: 'First.' });
  }
  async function release(manifest: object, agent = 'helper'): Promise<{ id: string; version: string; digest: string }> {
    const metadata = { name: agent, team: edge.first.teamId };
    const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata, release: { why: 'test', manifest } };
    const applied = await call<{ release: { id: string; version: string; digest: string } }>('/api/v1/apply', { file });
    return applied.release;
  }
  /** Once the node that answers knows of it, too. */
  async function change(agent: string, verb: string, wish: object): Promise<void> {
    const { version } = await call<{ version: number }>(`/api/v1/agents/${agent}/deployments/production/${verb}`, {
      ...wish,
      reason: 'test',
    });
    await until(async () => {
      const answer = await edge.call(key, 'GET', `/api/v1/delivery/${agent}`);
      return answer.ok && ((await answer.json()) as { deployment: number }).deployment >= version;
    }, 20_000);
  }
  return {
    ...{ edge, admin, key, call, savePrompt, release, way },
    deploy: (releaseId: string, percent = 100, agent = 'helper') => change(agent, 'deploy', { releaseId, percent }),
    /** Alone, whatever is served now. */
    serve: (releaseId: string) =>
      change('helper', 'deploy', { releaseId }).catch((error: Error) => {
        if (!error.message.includes('served_already')) throw error;
      }),
    rollBack: (agent = 'helper') => change(agent, 'roll-back', {}),
    /** For a client of `agent` at this edge, which says nothing of itself unless asked to. */
    options: (more: SignalboxOptions = {}): SignalboxOptions => ({
      ...{ url: 'http://signalbox.test', key, agent: 'helper', fetch: way.fetch, heartbeat: false, onError: () => {} },
      ...more,
    }),
    async stop() {
      way.down();
      await edge.stop();
    },
  };
}

type Answering = (path: string, init: RequestInit) => Promise<Response>;

/** A network that can be cut: what is open breaks off then, what is asked meanwhile fails. */
function wayTo(answer: Answering) {
  let isUp = true;
  let cut = new AbortController();
  const asked: { path: string; method: string; headers: Headers }[] = [];
  return {
    asked,
    down() {
      isUp = false;
      cut.abort();
    },
    up() {
      isUp = true;
      cut = new AbortController();
    },
    async fetch(url: string, init: RequestInit): Promise<Response> {
      const path = url.replace('http://signalbox.test', '');
      asked.push({ path, method: init.method ?? 'GET', headers: new Headers(init.headers) });
      if (!isUp) throw new TypeError('fetch failed');
      const response = await answer(path, init);
      return response.body === null ? response : new Response(breakable(response.body, cut.signal), response);
    },
  };
}

function breakable(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      signal.addEventListener('abort', () => {
        controller.error(new TypeError('terminated'));
        void reader.cancel().catch(() => {});
      });
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => reader.cancel(),
  });
}

/** Waits until it is so; throws after `ms`. */
export async function until(isSo: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`It was not so within ${ms} ms.`);
    await new Promise((next) => setTimeout(next, 5));
  }
}
