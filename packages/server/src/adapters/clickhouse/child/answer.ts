import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { toException } from './exception.ts';

/** One answer on the wire: chunks with back-pressure, gzip where asked for, and errors before or in the middle of it. */
export type Answer = {
  /** Resolves when the client can take more. Rejects when it is gone or took nothing for `stallMs`. */
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): void;
};

export type Shape = { queryId: string; format: string; gzip: boolean; stallMs: number };

// Formats whose readers look for the block that tells of an exception; in a binary one it would be read as data.
const tellable = new Set(['JSONEachRow', 'JSONCompactEachRow', 'JSONStringsEachRow', 'TabSeparated', 'TSV', 'CSV']);

export function wantsGzip(request: IncomingMessage, params: URLSearchParams): boolean {
  return (
    params.get('enable_http_compression') === '1' &&
    /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')
  );
}

export function createAnswer(response: ServerResponse, shape: Shape): Answer {
  const tag = randomBytes(8).toString('hex');
  let sink: Writable | undefined;

  const begin = (): Writable => {
    if (sink) return sink;
    response.writeHead(200, {
      'content-type': 'text/plain; charset=UTF-8',
      'x-clickhouse-query-id': shape.queryId,
      'x-clickhouse-format': shape.format,
      'x-clickhouse-timezone': 'UTC',
      'x-clickhouse-exception-tag': tag,
      ...(shape.gzip ? { 'content-encoding': 'gzip' } : {}),
    });
    sink = response;
    if (shape.gzip) {
      const gzip = createGzip({ level: 1 });
      gzip.pipe(response);
      sink = gzip;
    }
    return sink;
  };

  return {
    async write(chunk) {
      const open = begin();
      if (open.write(chunk)) return;
      await drained(open, response, shape.stallMs);
    },
    async end() {
      begin().end();
      if (!response.writableFinished && !response.destroyed)
        await Promise.race([once(response, 'finish'), once(response, 'close')]);
    },
    fail(error) {
      const { code, status, text } = toException(error);
      if (response.destroyed) return;
      if (!sink) {
        const headers = { 'content-type': 'text/plain; charset=UTF-8', 'x-clickhouse-exception-code': code };
        response.writeHead(status, status === 503 ? { ...headers, 'retry-after': '1' } : headers);
        response.end(`${text}\n`);
      } else if (tellable.has(shape.format)) {
        const message = `${text.replaceAll('\r', '')}\n`;
        sink.end(`\r\n__exception__\r\n${tag}\r\n${message}${Buffer.byteLength(message)} ${tag}\r\n__exception__\r\n`);
      } else {
        response.destroy();
      }
    },
  };
}

/** Waits for room. A client that takes nothing for so long is cut off: it would hold its connection to the engine. */
async function drained(sink: Writable, response: ServerResponse, stallMs: number): Promise<void> {
  const done = new AbortController();
  const closed = once(response, 'close', { signal: done.signal }).then(() => 'closed');
  const stalled = sleep(stallMs, 'stalled', { signal: done.signal });
  const room = once(sink, 'drain', { signal: done.signal }).then(() => 'room');
  const outcomes = [closed, stalled, room];
  for (const outcome of outcomes) outcome.catch(() => undefined);
  const first = response.destroyed ? 'closed' : await Promise.race(outcomes);
  done.abort();
  if (first === 'room') return;
  response.destroy();
  throw new Error(
    first === 'stalled' ? `The client took nothing for ${stallMs} ms` : 'The client closed the connection',
  );
}
