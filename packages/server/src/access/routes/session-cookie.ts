import type { CookieOptions } from 'hono/utils/cookie';
import { sessionDays } from '../sessions.ts';

export const sessionCookie = 'signalbox_session';

/** For our own sub-path only, where we have one. Lax, so that a link from a mail or chat finds the person signed in. Secure wherever people come by https. */
export const cookieOptions = (publicUrl: string): CookieOptions => ({
  path: new URL(publicUrl).pathname,
  httpOnly: true,
  sameSite: 'Lax',
  secure: publicUrl.startsWith('https:'),
  maxAge: sessionDays * 86_400,
});
