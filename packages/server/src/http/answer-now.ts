import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

type Answer = { status: number; headers: OutgoingHttpHeaders; body: Uint8Array };

/** Answers on node's own response, whether or not all of the request has been read. */
export function answerNow(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  const all: OutgoingHttpHeaders = { ...headers, 'content-length': body.length };
  // What is still coming of a refused body is not read: the connection cannot serve another request.
  if (!request.complete) all.connection = 'close';
  response.writeHead(status, all);
  response.end(body);
  if (!request.complete) discard(request);
}

/** Lets the client finish writing and read the answer instead of a reset; gives up after two seconds. */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), 2_000);
  request.once('close', () => clearTimeout(timer)).on('error', () => {});
  request.resume();
}
