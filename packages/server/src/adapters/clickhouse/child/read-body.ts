import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { refusal } from './exception.ts';

const maxSqlBytes = 16 * 1024 * 1024;
const maxBodyBytes = 256 * 1024 * 1024;

/** The body as SQL, inflated, at most 16 MiB. */
export async function readSql(request: IncomingMessage): Promise<string> {
  return text(inflated(request, maxSqlBytes));
}

/** Writes the body, inflated, to `path` without holding it in memory; at most 256 MiB. Resolves to the number of bytes. */
export async function spillTo(path: string, request: IncomingMessage): Promise<number> {
  // First: where it refuses, no file is opened that nobody would close.
  const body = inflated(request, maxBodyBytes);
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(body, sink);
  return sink.bytesWritten;
}

function inflated(request: IncomingMessage, limit: number): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw refusal(432, 'UNKNOWN_COMPRESSION_METHOD', `Content-Encoding '${encoding}' is not served; use gzip`);
  }
  const counted = limitTo(limit);
  const stages = encoding === 'gzip' ? [request, createGunzip(), counted] : [request, counted];
  pipeline(stages).catch((error: unknown) => counted.destroy(error as Error));
  return counted;
}

function limitTo(limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > limit ? refusal(307, 'TOO_MANY_BYTES', `The body is larger than ${limit} bytes`) : null, chunk);
    },
  });
}
