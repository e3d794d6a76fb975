import type { CookieOptions } from 'hono/utils/cookie';
import { sessionDays } from '../sessions.ts';

export const sessionCookie = 'signalbox_session';

/** Lax, so that a link from a mail or chat finds the person signed in. Secure wherever people come by https. */
export const cookieOptions = (publicUrl: string): CookieOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax',
  secure: publicUrl.startsWith('https:'),
  maxAge: sessionDays * 86_400,
});
