import type { IncomingMessage } from 'node:http';
import { AppError } from '../spine/errors.ts';

/** Bytes of bodies that may be in memory at once, over all connections. */
export type BodyBudget = { readonly limit: number; used: number };

/**
 * Reads a body of at most `limit` bytes, never holding more: a declared length beyond it is refused unread, an undeclared one as
 * soon as it is passed. The result owns its buffer, so that it can be handed to a thread. Throws `request.too_large`,
 * `ingest.overloaded`, or `request.malformed` when the client goes away.
 */
export async function readBounded(request: IncomingMessage, limit: number, budget: BodyBudget): Promise<Uint8Array> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge(limit);
  let size = 0;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      budget.used += chunk.length;
      if (size > limit) throw tooLarge(limit);
      if (budget.used > budget.limit)
        throw new AppError('ingest.overloaded', { params: { seconds: 1 }, retryAfterSeconds: 1 });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('request.malformed', { params: { reason: 'The body ended early.' }, cause: error });
  } finally {
    budget.used -= size;
  }
  // Not Buffer.concat: small results of it share a pool, and a shared buffer cannot be handed on.
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

const tooLarge = (limit: number): AppError => new AppError('request.too_large', { params: { limit } });
