import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import {
  BeginFreeze,
  DeployRelease,
  Deployment,
  DeploymentList,
  EnvironmentName,
  EnvironmentRule,
  EnvironmentRules,
  Freeze,
  FreezeList,
  OverrideFreeze,
  PromoteRelease,
  RollBack,
  ScheduleDeployment,
  ScheduledDeployment,
  SignOffRelease,
  SignOffs,
} from './contract-deployments.ts';
import { beginFreeze } from './verbs/begin-freeze.ts';
import { cancelSchedule } from './verbs/cancel-schedule.ts';
import { deployRelease } from './verbs/deploy-release.ts';
import { liftFreeze } from './verbs/lift-freeze.ts';
import { overrideFreeze } from './verbs/override-freeze.ts';
import { promoteRelease } from './verbs/promote-release.ts';
import { rollBack } from './verbs/roll-back.ts';
import { scheduleDeployment } from './verbs/schedule-deployment.ts';
import { setEnvironmentRule } from './verbs/set-environment-rule.ts';
import { signOffRelease } from './verbs/sign-off-release.ts';
import { getSignOffs } from './views/get-sign-offs.ts';
import { listDeployments } from './views/list-deployments.ts';
import { listEnvironmentRules } from './views/list-environment-rules.ts';
import { listFreezes } from './views/list-freezes.ts';

const tags = ['Deployments'];
const Agent = z.object({ agent: z.string().max(200).openapi({ description: 'Id or slug.' }) });
const Place = Agent.extend({ environment: EnvironmentName });
const Id = z.object({ id: z.string().max(80) });
const headers = MutationHeaders;
const at = '/api/v1/agents/{agent}/deployments';

const list = createRoute({
  method: 'get',
  path: at,
  operationId: 'listDeployments',
  summary: 'What the environments of an agent serve',
  tags,
  request: { params: Agent },
  responses: answers(DeploymentList, 'With how it came to that, and what is to come.'),
});
const deploy = createRoute({
  method: 'post',
  path: `${at}/{environment}/deploy`,
  operationId: 'deployRelease',
  summary: 'Deploy a release, for all or for a share',
  tags,
  request: { params: Place, headers, body: body(DeployRelease) },
  responses: answers(Deployment, 'What is served now.'),
});
const back = createRoute({
  method: 'post',
  path: `${at}/{environment}/roll-back`,
  operationId: 'rollBack',
  summary: 'Roll back to a release that was served before',
  tags,
  request: { params: Place, headers, body: body(RollBack) },
  responses: answers(Deployment, 'What is served now. Never held up by a freeze or a sign-off.'),
});
const promote = createRoute({
  method: 'post',
  path: `${at}/{environment}/promote`,
  operationId: 'promoteRelease',
  summary: 'Serve what another environment serves',
  tags,
  request: { params: Place, headers, body: body(PromoteRelease) },
  responses: answers(Deployment, 'What is served now.'),
});
const schedule = createRoute({
  method: 'post',
  path: `${at}/{environment}/schedule`,
  operationId: 'scheduleDeployment',
  summary: 'Deploy a release later',
  tags,
  request: { params: Place, headers, body: body(ScheduleDeployment) },
  responses: answers(ScheduledDeployment, 'Freezes and sign-offs are looked at when it is due.'),
});
const cancel = createRoute({
  method: 'post',
  path: '/api/v1/scheduled-deployments/{id}/cancel',
  operationId: 'cancelScheduledDeployment',
  summary: 'Do not deploy it later',
  tags,
  request: { params: Id, headers },
  responses: answers(ScheduledDeployment, 'It is cancelled.'),
});
const signOffs = createRoute({
  method: 'get',
  path: `${at}/{environment}/releases/{releaseId}/sign-offs`,
  operationId: 'getSignOffs',
  summary: 'Who signed a release off for an environment',
  tags,
  request: { params: Place.extend({ releaseId: z.string().max(80) }) },
  responses: answers(SignOffs, 'With the rule, and how many are missing.'),
});
const signOff = createRoute({
  method: 'post',
  path: `${at}/{environment}/releases/{releaseId}/sign-offs`,
  operationId: 'signOffRelease',
  summary: 'Sign a release off for an environment',
  tags,
  request: { params: Place.extend({ releaseId: z.string().max(80) }), headers, body: body(SignOffRelease) },
  responses: answers(SignOffs, 'With the rule, and how many are missing.'),
});
const rule = createRoute({
  method: 'put',
  path: '/api/v1/environments/{environment}/rule',
  operationId: 'setEnvironmentRule',
  summary: 'Say who signs off before a deployment',
  tags,
  request: { params: z.object({ environment: EnvironmentName }), headers, body: body(EnvironmentRule) },
  responses: answers(EnvironmentRule, 'The rule from now on.'),
});
const rulesOf = createRoute({
  method: 'get',
  path: '/api/v1/environments/rules',
  operationId: 'listEnvironmentRules',
  summary: 'Who signs off before a deployment, by environment',
  tags,
  responses: answers(EnvironmentRules, 'Where somebody said so; elsewhere nobody has to.'),
});
const freezes = createRoute({
  method: 'get',
  path: '/api/v1/freezes',
  operationId: 'listFreezes',
  summary: 'Freezes that hold or are to come',
  tags,
  responses: answers(FreezeList, 'By their beginning.'),
});
const freeze = createRoute({
  method: 'post',
  path: '/api/v1/freezes',
  operationId: 'beginFreeze',
  summary: 'Freeze a scope between two moments',
  tags,
  request: { headers, body: body(BeginFreeze) },
  responses: answers(Freeze, 'Nothing is deployed in it; rolling back stays open.'),
});
const lift = createRoute({
  method: 'post',
  path: '/api/v1/freezes/{id}/lift',
  operationId: 'liftFreeze',
  summary: 'End a freeze before its time',
  tags,
  request: { params: Id, headers },
  responses: answers(Freeze, 'It holds nothing any more.'),
});
const override = createRoute({
  method: 'post',
  path: '/api/v1/freezes/{id}/override',
  operationId: 'overrideFreeze',
  summary: 'Agree, as one of two people, that a frozen place changes',
  tags,
  request: { params: Id, headers, body: body(OverrideFreeze) },
  responses: answers(Freeze, 'With who agreed so far.'),
});

export function registerDeployments(app: EdgeApp, stores: Parameters<typeof listDeployments>[2]): void {
  app.openapi(list, async (c) => c.json(await listDeployments(c.get('ctx'), c.req.valid('param').agent, stores), 200));
  app.openapi(deploy, async (c) =>
    c.json(await deployRelease(c.get('ctx'), c.req.valid('param'), c.req.valid('json')), 200),
  );
  app.openapi(back, async (c) => c.json(await rollBack(c.get('ctx'), c.req.valid('param'), c.req.valid('json')), 200));
  app.openapi(promote, async (c) =>
    c.json(await promoteRelease(c.get('ctx'), c.req.valid('param'), c.req.valid('json')), 200),
  );
  app.openapi(schedule, async (c) =>
    c.json(await scheduleDeployment(c.get('ctx'), c.req.valid('param'), c.req.valid('json')), 200),
  );
  app.openapi(cancel, async (c) => c.json(await cancelSchedule(c.get('ctx'), c.req.valid('param')), 200));
  app.openapi(signOffs, async (c) => c.json(await getSignOffs(c.get('ctx'), c.req.valid('param')), 200));
  app.openapi(signOff, async (c) =>
    c.json(await signOffRelease(c.get('ctx'), c.req.valid('param'), c.req.valid('json')), 200),
  );
  app.openapi(rulesOf, async (c) => c.json({ items: await listEnvironmentRules(c.get('ctx')) }, 200));
  app.openapi(rule, async (c) => {
    const { environment } = c.req.valid('param');
    return c.json(await setEnvironmentRule(c.get('ctx'), environment, c.req.valid('json')), 200);
  });
  app.openapi(freezes, async (c) => c.json(await listFreezes(c.get('ctx')), 200));
  app.openapi(freeze, async (c) => c.json(await beginFreeze(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(lift, async (c) => c.json(await liftFreeze(c.get('ctx'), c.req.valid('param')), 200));
  app.openapi(override, async (c) =>
    c.json(await overrideFreeze(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
}
