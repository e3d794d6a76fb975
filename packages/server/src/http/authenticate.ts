import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import {
  presentedKey,
  readCookie,
  sessionCookie,
  type FindSession,
  type Identity,
  type KeyRing,
} from '../access/index.ts';
import type { EdgeEnv } from '../ports/edge.ts';
import { guestActor } from '../spine/actor.ts';
import type { Clock } from '../spine/clock.ts';
import { AppError } from '../spine/errors.ts';
import type { Transactor } from '../spine/tx.ts';

export type AuthenticateDeps = {
  state: Transactor;
  keys: KeyRing;
  findSession: FindSession;
  clock: Clock;
  csrf: (sessionId: string) => string;
  isPublic: (method: string, path: string) => boolean;
};

/** Puts `ctx` on every request under /api/v1, or throws `access.*`. Public routes run as a guest, whatever was sent along. */
export function authenticate(deps: AuthenticateDeps): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    const again = whoAsks(deps, c);
    const identity = deps.isPublic(c.req.method, c.req.path) ? guest : await again();
    if (identity === null) throw new AppError('access.unauthenticated');
    const { actor, workspaceId } = identity;
    if (actor.kind === 'person' && !/^(GET|HEAD)$/.test(c.req.method)) checkCsrf(c, deps.csrf(actor.sessionId));
    const { clock, state } = deps;
    c.set('again', again);
    c.set('ctx', { actor, workspaceId, requestId: c.get('requestId'), clock, state });
    await next();
  };
}

const guest: Identity = { actor: guestActor, workspaceId: '' };

/** A key counts before a cookie: a script that sends one means it. */
function whoAsks({ findSession, keys }: AuthenticateDeps, c: Context<EdgeEnv>): () => Promise<Identity | null> {
  // What agents ask while they work is answered while the control state is away, as their telemetry is taken.
  const isDelivery = /^\/(?:ofrep|api\/v1\/delivery)\//.test(c.req.path);
  const own = c.req.header('x-signalbox-key') ?? (isDelivery ? c.req.header('x-api-key') : undefined);
  const key = presentedKey({ key: own, authorization: c.req.header('authorization') });
  const cookie = readCookie(c, sessionCookie);
  return async () => {
    if (key === null) return cookie === undefined ? null : findSession(cookie);
    const identity = key === 'malformed' ? null : await (isDelivery ? keys.identifySender(key) : keys.identify(key));
    if (identity === null) throw new AppError('access.key_invalid');
    return identity;
  };
}

function checkCsrf(c: Context<EdgeEnv>, wanted: string): void {
  const got = Buffer.from(c.req.header('x-signalbox-csrf') ?? '');
  const expected = Buffer.from(wanted);
  if (got.length !== expected.length || !timingSafeEqual(got, expected)) throw new AppError('access.csrf');
}
