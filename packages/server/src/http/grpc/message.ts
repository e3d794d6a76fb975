import type { Readable } from 'node:stream';
import { AppError } from '../../spine/errors.ts';
import { type BodyBudget, free, hold } from '../bounded-body.ts';
import { codes, GrpcError } from './status.ts';

/** The one message of a unary call, still compressed if `compressed`. `body` owns its buffer. */
export type Message = { compressed: boolean; body: Uint8Array };

/** Before each message: a byte for "compressed", four for its length, big-endian. */
export const prefixBytes = 5;

/**
 * Reads one message of at most `limit` bytes. Its length stands in front, so one that is too large is refused before it is
 * read. Never reads on after it has thrown: what more is sent is the caller's to drop.
 */
export function readMessage(stream: Readable, limit: number, budget: BodyBudget): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const chunks: Buffer[] = [];
  const prefix = Buffer.alloc(prefixBytes);
  let size = 0;
  const whole = (): number => (size < prefixBytes ? Infinity : prefixBytes + prefix.readUInt32BE(1));
  const settle = (how: () => void): void => {
    stream.off('data', take).off('end', end).off('close', gone).pause();
    free(budget, size);
    how();
  };
  const refuse = (error: Error): void => settle(() => reject(error));
  const take = (chunk: Buffer): void => {
    if (size < prefixBytes) chunk.copy(prefix, size);
    size += chunk.length;
    const fits = hold(budget, chunk.length);
    chunks.push(chunk);
    if (size >= prefixBytes && whole() > limit + prefixBytes)
      refuse(new AppError('request.too_large', { params: { limit } }));
    else if (size > whole()) refuse(notOne('more than one message'));
    else if (!fits) refuse(new AppError('ingest.overloaded', { params: { seconds: 1 }, retryAfterSeconds: 1 }));
  };
  const end = (): void => {
    if (size === 0) refuse(notOne('no message'));
    else if (size < whole()) refuse(new GrpcError(codes.internal, 'The message ended early.'));
    else if (prefix[0]! > 1) refuse(new GrpcError(codes.internal, `A message cannot begin with byte ${prefix[0]}.`));
    else settle(() => resolve({ compressed: prefix[0] === 1, body: joined(chunks, size) }));
  };
  const gone = (): void => refuse(new GrpcError(codes.internal, 'The call was cancelled.'));
  stream.on('data', take).once('end', end).once('close', gone);
  return promise;
}

const notOne = (sent: string): GrpcError =>
  new GrpcError(codes.unimplemented, `Export takes exactly one message; ${sent} came.`);

/** Without the prefix, and not by Buffer.concat: small results of it share a pool, and a shared buffer cannot be handed on. */
function joined(chunks: readonly Buffer[], size: number): Uint8Array {
  const body = new Uint8Array(size - prefixBytes);
  let at = -prefixBytes;
  for (const chunk of chunks) {
    if (at + chunk.length > 0) body.set(chunk.subarray(Math.max(0, -at)), Math.max(0, at));
    at += chunk.length;
  }
  return body;
}

/** A message to send, uncompressed, with its prefix. */
export function framed(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(prefixBytes + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, prefixBytes);
  return frame;
}
