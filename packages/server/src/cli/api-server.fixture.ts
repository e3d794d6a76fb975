import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { openTestEdge, type TestEdge } from '../http/edge.fixture.ts';

/** Sees each request before the edge does; what it returns is awaited. */
export type Watcher = (request: IncomingMessage, response: ServerResponse) => unknown;
export type ApiServer = { url: string; edge: TestEdge; watch(watcher: Watcher | null): void; stop(): Promise<void> };

/** The real edge on a port of its own. */
export async function openApiServer(): Promise<ApiServer> {
  const edge = await openTestEdge();
  let watcher: Watcher | null = null;
  const answer = getRequestListener(edge.app.fetch);
  const server = createServer(async (request, response) => {
    await watcher?.(request, response);
    await answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, edge },
    watch: (next) => void (watcher = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await edge.stop();
    },
  };
}

let count = 0;

/** A new file in the folder, of one agent with this purpose and these tools, each a schema of its own. Returns its path. */
export function agentFile(folder: string, agent: { name: string; purpose: string; tools: string[] }): string {
  const { name, purpose } = agent;
  const tools = agent.tools.map((tool) => ({ name: tool, schema: { title: tool }, effect: { kind: 'irreversible' } }));
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name }, registry: { purpose } };
  const path = join(folder, `${++count}.signalbox.yaml`);
  // JSON is YAML.
  writeFileSync(path, JSON.stringify({ ...file, release: { why: 'As code.', manifest: { tools } } }));
  return path;
}
