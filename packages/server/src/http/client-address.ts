import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/**
 * The network address a request came from. Behind a proxy it is the last entry of X-Forwarded-For, the one our proxy wrote:
 * entries before it are whatever the client claims.
 */
export function clientAddress(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return forwarded ?? incoming?.socket?.remoteAddress ?? 'unknown';
}
