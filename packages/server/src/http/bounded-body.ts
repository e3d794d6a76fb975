import type { IncomingMessage } from 'node:http';
import { AppError } from '../spine/errors.ts';

/** Bytes of bodies that may be in memory at once, over all connections; or one team's part of that. */
export type BodyBudget = { readonly limit: number; used: number; readonly within?: BodyBudget };

const shares = new WeakMap<BodyBudget, Map<string, BodyBudget>>();

/**
 * A team's part of the budget: half of it, and at least one body. Otherwise whoever has a key, or an agent with a bad line, could
 * begin a few large bodies, never end them, and shut all other teams out.
 */
export function shareOf(whole: BodyBudget, teamId: string, maxBody: number): BodyBudget {
  const known = shares.get(whole) ?? new Map<string, BodyBudget>();
  shares.set(whole, known);
  const share = known.get(teamId) ?? { limit: Math.max(whole.limit / 2, maxBody), used: 0, within: whole };
  known.set(teamId, share);
  return share;
}

/** Takes so many bytes; false where that is more than there is. Given back by `free` in either case. */
export function hold(budget: BodyBudget, bytes: number): boolean {
  budget.used += bytes;
  const fits = budget.used <= budget.limit;
  return (budget.within === undefined || hold(budget.within, bytes)) && fits;
}

export function free(budget: BodyBudget, bytes: number): void {
  budget.used -= bytes;
  if (budget.within !== undefined) free(budget.within, bytes);
}

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
      const fits = hold(budget, chunk.length);
      if (size > limit) throw tooLarge(limit);
      if (!fits) throw new AppError('ingest.overloaded', { params: { seconds: 1 }, retryAfterSeconds: 1 });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('request.malformed', { params: { reason: 'The body ended early.' }, cause: error });
  } finally {
    free(budget, size);
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
