import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import { framed } from './message.ts';

/** A gRPC client by hand: it sends what no client's library would. */

export type CallAnswer = {
  status: number;
  headers: Record<string, unknown>;
  /** grpc-status and its company, wherever they came. */
  trailers: Record<string, unknown>;
  /** Messages with their prefixes. */
  body: Buffer;
  rst: number;
};
type Sent = { path?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array | null; end?: boolean };

export const traces = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export async function connected(port: number): Promise<ClientHttp2Session> {
  const session = connect(`http://127.0.0.1:${port}`).on('error', () => {});
  await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
  return session;
}

/** One call; `body` null sends headers only. With `end: false` the request is left open. */
export function call(session: ClientHttp2Session, sent: Sent = {}): Promise<CallAnswer> {
  const { path = traces, headers = {}, body = framed(Buffer.from([1, 2, 3])), end = true } = sent;
  return new Promise((resolve) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const answer: CallAnswer = { status: 0, headers: {}, trailers: {}, body: Buffer.alloc(0), rst: 0 };
    const chunks: Buffer[] = [];
    stream.on('response', (got) => Object.assign(answer, { status: got[':status'], headers: got, trailers: got }));
    stream.on('trailers', (got) => (answer.trailers = got));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
    stream.on('close', () => resolve({ ...answer, body: Buffer.concat(chunks), rst: stream.rstCode }));
    if (body !== null) stream.write(body);
    if (end) stream.end();
  });
}

export const messageOf = (answer: CallAnswer): string =>
  decodeURIComponent(String(answer.trailers['grpc-message'] ?? ''));
