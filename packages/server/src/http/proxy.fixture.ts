import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client says, and from which address of this machine. */
export type Ask = { method?: string; headers?: Record<string, string>; body?: string; from?: string };
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/** `port`: left out = any. */
type ProxyWish = { strips: boolean; port?: number };

/**
 * A reverse proxy as nginx or Caddy would stand there: appends who came to X-Forwarded-For, says proto and host of its own, and
 * takes the path off or leaves it on.
 */
export async function openProxy(upstream: number, prefix: string, { strips, port: at = 0 }: ProxyWish) {
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url!.startsWith(prefix)) return void outgoing.writeHead(404).end('not ours');
    const path = strips ? incoming.url!.slice(prefix.length) || '/' : incoming.url!;
    const before = incoming.headers['x-forwarded-for'];
    const peer = incoming.socket.remoteAddress!;
    const headers = {
      ...incoming.headers,
      'x-forwarded-for': before === undefined ? peer : `${String(before)}, ${peer}`,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'tools.example.com',
    };
    const onward = request({ host: '127.0.0.1', port: upstream, path, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ask: (path: string, ask: Ask = {}): Promise<Answered> => send(port, path, ask),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function send(port: number, path: string, { method = 'GET', headers = {}, body, from }: Ask): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const local = from === undefined ? {} : { localAddress: from };
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers: { ...type, ...headers }, agent: false, ...local },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
      },
    );
    asked.on('error', reject).end(body);
  });
}
