import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import {
  BreakGlass,
  CreateGrant,
  CreatePerson,
  CreatedPerson,
  DisablePerson,
  Grant,
  ListQuery,
  PersonList,
  ResetSignIn,
  SignInLink,
} from '../contract.ts';
import { signInUrl } from '../sign-in-links.ts';
import { breakGlass } from '../verbs/break-glass.ts';
import { createGrant } from '../verbs/create-grant.ts';
import { createPerson } from '../verbs/create-person.ts';
import { disablePerson } from '../verbs/disable-person.ts';
import { enablePerson } from '../verbs/enable-person.ts';
import { issueSignInLink } from '../verbs/issue-sign-in-link.ts';
import { resetSignIn } from '../verbs/reset-sign-in.ts';
import { revokeGrant } from '../verbs/revoke-grant.ts';
import { listPeople } from '../views/list-people.ts';
import { pageCursor } from './cursor.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['People'];
const headers = MutationHeaders;
const params = z.object({ id: z.string().max(80) });

const list = createRoute({
  method: 'get',
  path: '/api/v1/people',
  tags,
  summary: 'People with their grants, oldest first',
  request: { query: ListQuery },
  responses: answers(PersonList, 'A page of people.'),
});
const create = createRoute({
  method: 'post',
  path: '/api/v1/people',
  tags,
  summary: 'Add a person; the answer holds a sign-in link for them',
  request: { headers, body: body(CreatePerson) },
  responses: answers(CreatedPerson, 'The person, and a link that works once and for 15 minutes.', 201),
});
const link = createRoute({
  method: 'post',
  path: '/api/v1/people/{id}/sign-in-link',
  tags,
  summary: 'Make another sign-in link for a person',
  request: { headers, params },
  responses: answers(SignInLink, 'A link that works once and for 15 minutes.', 201),
});
const disable = createRoute({
  method: 'post',
  path: '/api/v1/people/{id}/disable',
  tags,
  summary: 'Shut a person out and end their sessions at once',
  request: { headers, params, body: body(DisablePerson) },
  responses: noContent('Disabled.'),
});
const enable = createRoute({
  method: 'post',
  path: '/api/v1/people/{id}/enable',
  tags,
  summary: 'Let a disabled person in again, with the grants they had',
  request: { headers, params, body: body(DisablePerson) },
  responses: noContent('Enabled.'),
});
const reset = createRoute({
  method: 'post',
  path: '/api/v1/people/{id}/reset-sign-in',
  tags,
  summary: 'End a person’s sessions, forget their password, make them a new link',
  request: { headers, params, body: body(ResetSignIn) },
  responses: answers(SignInLink, 'A link that works once and for 15 minutes.', 201),
});
const glass = createRoute({
  method: 'post',
  path: '/api/v1/emergency-grants',
  tags,
  summary: 'Break the glass: admin for oneself, for a while; compliance is told',
  request: { headers, body: body(BreakGlass) },
  responses: answers(Grant, 'The emergency grant; it ends by itself.', 201),
});
const grant = createRoute({
  method: 'post',
  path: '/api/v1/grants',
  tags,
  summary: 'Grant a person a role in the workspace, a team, an agent or an environment',
  request: { headers, body: body(CreateGrant) },
  responses: answers(Grant, 'The new grant.', 201),
});
const revoke = createRoute({
  method: 'post',
  path: '/api/v1/grants/{id}/revoke',
  tags,
  summary: 'Take a grant back; counts at once',
  request: { headers, params },
  responses: noContent('Revoked.'),
});

export const peopleRoutes: RouteModule<AccessDeps> = (app, { cursors, publicUrl }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<string>(cursors, c.get('ctx'), 'people');
    const { items, next } = await listPeople(c.get('ctx'), { limit, after: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
  app.openapi(create, async (c) => {
    const { person, token } = await createPerson(c.get('ctx'), c.req.valid('json'));
    return c.json({ person, signInUrl: signInUrl(publicUrl(), token) }, 201);
  });
  app.openapi(link, async (c) => {
    const token = await issueSignInLink(c.get('ctx'), { personId: c.req.valid('param').id });
    return c.json({ signInUrl: signInUrl(publicUrl(), token) }, 201);
  });
  app.openapi(disable, async (c) => {
    await disablePerson(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(enable, async (c) => {
    await enablePerson(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(reset, async (c) => {
    const token = await resetSignIn(c.get('ctx'), { personId: c.req.valid('param').id, ...c.req.valid('json') });
    return c.json({ signInUrl: signInUrl(publicUrl(), token) }, 201);
  });
  app.openapi(glass, async (c) => c.json(await breakGlass(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(grant, async (c) => c.json(await createGrant(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(revoke, async (c) => {
    await revokeGrant(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
};
