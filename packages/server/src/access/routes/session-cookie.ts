import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { sessionDays } from '../sessions.ts';

export const sessionCookie = 'signalbox_session';
/** The visit at the identity provider that is under way. */
export const visitCookie = 'signalbox_visit';
type Name = typeof sessionCookie | typeof visitCookie;

/**
 * Over TLS and without a sub-path the name gets `__Host-`: no other host under the same domain can plant such a cookie. Else it is
 * for our own sub-path only. Lax, so that a link from a mail or chat finds the person signed in.
 */
function optionsAt(publicUrl: string): CookieOptions {
  const { protocol, pathname: path } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const common = { path, httpOnly: true, sameSite: 'Lax' } as const;
  return secure && path === '/' ? { ...common, secure: true, prefix: 'host' } : { ...common, secure };
}

/** `seconds` it stays; left out = as long as a session lasts. */
export function putCookie(c: Context, publicUrl: string, one: { name: Name; value: string; seconds?: number }): void {
  const options = optionsAt(publicUrl);
  const { name, value, seconds: maxAge = sessionDays * 86_400 } = one;
  if (options.prefix === 'host' && getCookie(c, name) !== undefined) dropPlain(c, name, options);
  setCookie(c, name, value, { ...options, maxAge });
}

/** Under the stronger name first; one of before that name was used is honoured until it expires. */
export const readCookie = (c: Context, name: Name): string | undefined =>
  getCookie(c, name, 'host') ?? getCookie(c, name);

export function dropCookie(c: Context, publicUrl: string, name: Name): void {
  const options = optionsAt(publicUrl);
  dropPlain(c, name, options);
  if (options.prefix === 'host') deleteCookie(c, name, options);
}

function dropPlain(c: Context, name: Name, { path, secure }: CookieOptions): void {
  deleteCookie(c, name, { path: path!, secure: secure! });
}
