import { createRoute } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import { LinkFacts, LinkSignIn, Me, PasswordSignIn, SetPassword, SignInWays } from '../contract.ts';
import { setPassword } from '../verbs/set-password.ts';
import { signInWithLink } from '../verbs/sign-in-with-link.ts';
import { signInWithPassword } from '../verbs/sign-in-with-password.ts';
import { signOut } from '../verbs/sign-out.ts';
import { me } from '../views/me.ts';
import { peekSignInLink } from '../views/peek-sign-in-link.ts';
import type { AccessDeps } from './deps.ts';
import { dropCookie, putCookie, sessionCookie } from './session-cookie.ts';

const tags = ['Sign-in'];
const headers = MutationHeaders;

const byPassword = createRoute({
  method: 'post',
  path: '/api/v1/sign-in',
  tags,
  security: [],
  summary: 'Sign in with e-mail address and password',
  request: { body: body(PasswordSignIn) },
  responses: noContent('Signed in; the answer sets the session cookie.'),
});
const byLink = createRoute({
  method: 'post',
  path: '/api/v1/sign-in/link',
  tags,
  security: [],
  summary: 'Sign in with the token of a link; uses it up',
  request: { body: body(LinkSignIn) },
  responses: noContent('Signed in; the answer sets the session cookie.'),
});
const peek = createRoute({
  method: 'post',
  path: '/api/v1/sign-in/link/peek',
  tags,
  security: [],
  summary: 'Whom a link is for, and until when; does not use it up',
  request: { body: body(LinkSignIn.pick({ token: true })) },
  responses: answers(LinkFacts, 'The person the link was made for.'),
});
const ways = createRoute({
  method: 'get',
  path: '/api/v1/sign-in/ways',
  tags,
  security: [],
  summary: 'How people can sign in here',
  responses: answers(SignInWays, 'Password and link always; the identity provider where one is set up.'),
});
const out = createRoute({
  method: 'post',
  path: '/api/v1/sign-out',
  tags,
  summary: 'End this session',
  request: { headers },
  responses: noContent('Signed out.'),
});
const whoAmI = createRoute({
  method: 'get',
  path: '/api/v1/me',
  tags,
  summary: 'Who is signed in, and the token that changes need',
  responses: answers(Me, 'The signed-in person.'),
});
const password = createRoute({
  method: 'post',
  path: '/api/v1/me/password',
  tags,
  summary:
    "Set one's own password, with the present one, a code, or soon after a sign-in by link; ends one's other sessions",
  request: { headers, body: body(SetPassword) },
  responses: noContent('Set.'),
});

export const signInRoutes: RouteModule<AccessDeps> = (app, deps) => {
  app.openapi(byPassword, async (c) => {
    const session = await signInWithPassword(
      c.get('ctx'),
      { ...c.req.valid('json'), address: c.get('address') },
      deps.seal,
    );
    putCookie(c, deps.publicUrl(), { name: sessionCookie, value: session.token });
    return c.body(null, 204);
  });
  app.openapi(byLink, async (c) => {
    const session = await signInWithLink(c.get('ctx'), c.req.valid('json'), deps.seal);
    putCookie(c, deps.publicUrl(), { name: sessionCookie, value: session.token });
    return c.body(null, 204);
  });
  app.openapi(peek, async (c) => c.json(await peekSignInLink(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(ways, (c) => c.json({ provider: deps.provider?.name ?? null }, 200));
  app.openapi(out, async (c) => {
    await signOut(c.get('ctx'));
    dropCookie(c, deps.publicUrl(), sessionCookie);
    return c.body(null, 204);
  });
  app.openapi(whoAmI, async (c) => {
    const ctx = c.get('ctx');
    const answer = await me(ctx);
    const csrf = ctx.actor.kind === 'person' ? deps.csrf(ctx.actor.sessionId) : '';
    return c.json({ ...answer, csrf }, 200);
  });
  app.openapi(password, async (c) => {
    await setPassword(c.get('ctx'), c.req.valid('json'), deps.seal);
    return c.body(null, 204);
  });
};
