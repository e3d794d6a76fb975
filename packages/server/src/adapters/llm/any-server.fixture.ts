import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LlmRequest } from '../../ports/llm.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;
/** A server that answers as the test says. `asked` counts; `last` is the last request, with its body. */
export type AnyServer = {
  url: string;
  asked: number;
  last: { path: string; headers: IncomingMessage['headers']; body: string } | null;
  answer(next: Answer): void;
  close(): Promise<void>;
};

export async function openAnyServer(): Promise<AnyServer> {
  let answer: Answer = (_, response) => response.end();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    any.asked++;
    any.last = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() };
    await answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const any: AnyServer = {
    ...{ url: urlOf(server), asked: 0, last: null },
    answer(next) {
      answer = next;
      any.asked = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return any;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A short question, changed as asked for. */
export const question = (change: Partial<LlmRequest> = {}): LlmRequest => ({
  ...{ model: 'm-1', messages: [{ role: 'user', content: 'Hello' }], tools: [], toolChoice: null },
  ...{ outputSchema: null, parameters: {}, stream: false, ...change },
});

/** As JSON, with a status. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
