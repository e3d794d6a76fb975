import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Got = { path: string; headers: IncomingHttpHeaders; body: Buffer };
/** Another tool's OTLP endpoint on the loopback; `answers` are given in turn, then 200. */
export type SecondEndpoint = {
  url: string;
  got: Got[];
  answers: { status: number; headers?: Record<string, string>; never?: boolean }[];
  stop(): Promise<void>;
};

export async function secondEndpoint(port = 0): Promise<SecondEndpoint> {
  const got: Got[] = [];
  const answers: SecondEndpoint['answers'] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers.shift() ?? { status: 200 };
      if (answer.never) return;
      if (answer.status === 200)
        got.push({ path: request.url!, headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    answers,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
