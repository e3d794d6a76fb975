import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { noContent, type EdgeEnv, type RouteModule } from '../../ports/edge.ts';
import { AppError } from '../../spine/errors.ts';
import { nextPath } from '../model/next-path.ts';
import { signInWithProvider } from '../verbs/sign-in-with-provider.ts';
import type { AccessDeps } from './deps.ts';
import { dropCookie, putCookie, readCookie, sessionCookie, visitCookie } from './session-cookie.ts';

const tags = ['Sign-in'];
const security: [] = [];
const responses = { 302: { description: 'Goes on elsewhere.' }, default: noContent('').default };
const callbackPath = '/api/v1/sign-in/oidc/callback';

const begin = createRoute({
  method: 'get',
  path: '/api/v1/sign-in/oidc',
  tags,
  security,
  summary: 'Go to the identity provider to sign in',
  request: { query: z.object({ next: z.string().max(2000).optional() }) },
  responses,
});
const callback = createRoute({
  method: 'get',
  path: callbackPath,
  tags,
  security,
  summary: 'Where the identity provider sends people back to',
  responses,
});

/** Of the visit in progress, sealed: state, nonce and verifier come back from this browser or not at all. */
const purpose = 'provider visit';
const visitSeconds = 600;
const Visit = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  until: z.number(),
});

export const providerRoutes: RouteModule<AccessDeps> = (app, deps) => {
  const { publicUrl, seal } = deps;
  app.openapi(begin, async (c) => {
    const { provider } = deps;
    if (provider === null) throw new AppError('request.not_found', { params: { path: c.req.path } });
    try {
      const { url, visit } = await provider.begin(publicUrl() + callbackPath);
      const until = c.get('ctx').clock.now() + visitSeconds * 1000;
      const text = JSON.stringify({ ...visit, next: nextPath(c.req.valid('query').next), until });
      const value = seal.seal(purpose, '', text);
      putCookie(c, publicUrl(), { name: visitCookie, value, seconds: visitSeconds });
      return c.redirect(url, 302);
    } catch (error) {
      return backWith(c, publicUrl(), error);
    }
  });

  app.openapi(callback, async (c) => {
    const { provider } = deps;
    if (provider === null) throw new AppError('request.not_found', { params: { path: c.req.path } });
    try {
      const { next, until, ...visit } = readVisit(deps, readCookie(c, visitCookie));
      if (until < c.get('ctx').clock.now()) throw new AppError('access.visit_expired');
      dropCookie(c, publicUrl(), visitCookie);
      const answer = new URL(publicUrl() + callbackPath + new URL(c.req.url).search);
      const told = await provider.complete(answer, visit);
      const { issuer, rules } = provider;
      const session = await signInWithProvider(c.get('ctx'), { ...told, issuer, rules }, seal);
      putCookie(c, publicUrl(), { name: sessionCookie, value: session.token });
      return c.redirect(publicUrl() + next, 302);
    } catch (error) {
      return backWith(c, publicUrl(), error);
    }
  });
};

function readVisit({ seal }: AccessDeps, cookie: string | undefined): z.infer<typeof Visit> {
  try {
    return Visit.parse(JSON.parse(seal.open(purpose, '', cookie ?? '')));
  } catch (cause) {
    throw new AppError('access.visit_expired', { cause });
  }
}

/** A browser stands here, not a program: it goes to the sign-in page with the code of what went wrong, never with foreign text. */
function backWith(c: Context<EdgeEnv>, publicUrl: string, error: unknown) {
  if (!(error instanceof AppError) || error.status === 500) throw error;
  return c.redirect(`${publicUrl}/sign-in?problem=${error.code}`, 302);
}
