import type { MiddlewareHandler } from 'hono';
import { AppError } from '../spine/errors.ts';

const bodiless = new Set(['GET', 'HEAD', 'DELETE']);

/**
 * Refuses bodies above `limit` bytes with `request.too_large`: by their declared length, or as soon as they are longer. Hono's own
 * makes the request anew for a body of unknown length, which fails on the requests of this server: a chunked body, and a browser's
 * DELETE, which declares nothing.
 */
export const apiBodyLimit =
  (limit: number): MiddlewareHandler =>
  async (c, next) => {
    const { raw } = c.req;
    const tooLarge = (): AppError => new AppError('request.too_large', { params: { limit } });
    const isChunked = raw.headers.has('transfer-encoding');
    if (!isChunked && Number(raw.headers.get('content-length') ?? 0) > limit) throw tooLarge();
    // Without this header the declared length holds, and on the wire there is no body without either (RFC 9112, 6.3).
    const isKnown = raw.headers.has('content-length') || bodiless.has(raw.method) || raw.body === null;
    if (!isChunked && isKnown) return next();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of raw.body ?? []) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
    const { method, headers, signal } = raw;
    c.req.raw = new Request(raw.url, { method, headers, signal, body: new Uint8Array(Buffer.concat(chunks)) });
    return next();
  };
