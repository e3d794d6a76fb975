import { createRoute } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import { AccessSettings, Code, RecoveryCodes, SecondFactorOffer } from '../contract.ts';
import { changeSettings } from '../verbs/change-settings.ts';
import { confirmSecondFactor } from '../verbs/confirm-second-factor.ts';
import { offerSecondFactor } from '../verbs/offer-second-factor.ts';
import { removeOwnSecondFactor } from '../verbs/remove-own-second-factor.ts';
import { getSettings } from '../views/get-settings.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['Sign-in'];
const headers = MutationHeaders;

const offer = createRoute({
  method: 'post',
  path: '/api/v1/me/second-factor',
  tags,
  summary: 'A secret for an authenticator app; counts once confirmed',
  request: { headers },
  responses: answers(SecondFactorOffer, 'The secret, and its otpauth address.', 201),
});
const confirm = createRoute({
  method: 'post',
  path: '/api/v1/me/second-factor/confirm',
  tags,
  summary: 'Set the app up with its first code; ends one’s other sessions',
  request: { headers, body: body(Code) },
  responses: answers(RecoveryCodes, 'Recovery codes, shown now only.'),
});
const remove = createRoute({
  method: 'post',
  path: '/api/v1/me/second-factor/remove',
  tags,
  summary: 'Remove one’s authenticator app with one of its codes',
  request: { headers, body: body(Code) },
  responses: noContent('Removed.'),
});
const rules = createRoute({
  method: 'get',
  path: '/api/v1/access-settings',
  tags,
  summary: 'The rules of sign-in in this workspace',
  responses: answers(AccessSettings, 'The rules.'),
});
const change = createRoute({
  method: 'post',
  path: '/api/v1/access-settings',
  tags,
  summary: 'Change the rules of sign-in; counts at once',
  request: { headers, body: body(AccessSettings) },
  responses: answers(AccessSettings, 'The rules as they are now.'),
});

export const secondFactorRoutes: RouteModule<AccessDeps> = (app, { seal }) => {
  app.openapi(offer, async (c) => c.json(await offerSecondFactor(c.get('ctx'), seal), 201));
  app.openapi(confirm, async (c) => c.json(await confirmSecondFactor(c.get('ctx'), c.req.valid('json'), seal), 200));
  app.openapi(remove, async (c) => {
    await removeOwnSecondFactor(c.get('ctx'), c.req.valid('json'), seal);
    return c.body(null, 204);
  });
  app.openapi(rules, async (c) => c.json(await getSettings(c.get('ctx')), 200));
  app.openapi(change, async (c) => c.json(await changeSettings(c.get('ctx'), c.req.valid('json')), 200));
};
