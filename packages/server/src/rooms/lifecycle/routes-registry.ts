import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { Preview } from './contract.ts';
import { AgentRecord, ClaimAgent, DescribeAgent, IfVersion } from './contract-agents.ts';
import { AppliedAgent, ApplyAgent } from './contract-apply.ts';
import type { Sealing } from './releases/signing.ts';
import { applyAgent } from './verbs/apply-agent.ts';
import { claimAgent } from './verbs/claim-agent.ts';
import { describeAgent } from './verbs/describe-agent.ts';
import { getRecord } from './views/get-record.ts';

const tags = ['Agents'];
const Address = z.object({ id: z.string().max(200).openapi({ description: 'An id, a slug, or a slug it had.' }) });

const record = createRoute({
  method: 'get',
  path: '/api/v1/agents/{id}/profile',
  operationId: 'getAgentProfile',
  summary: 'What people say about an agent',
  tags,
  request: { params: Address },
  responses: answers(AgentRecord, 'Its version is the ETag.'),
});
const describe = createRoute({
  method: 'put',
  path: '/api/v1/agents/{id}/profile',
  operationId: 'describeAgent',
  summary: 'Say what an agent is for, who answers for it, and what it may harm',
  tags,
  request: { headers: MutationHeaders.extend(IfVersion.shape), params: Address, body: body(DescribeAgent) },
  responses: answers(AgentRecord, 'As it is now.'),
});
const claim = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/claim',
  operationId: 'claimAgent',
  summary: 'Answer for an agent that nobody answers for',
  tags,
  request: { headers: MutationHeaders, params: Address, body: body(ClaimAgent) },
  responses: answers(AgentRecord, 'With its owner.'),
});
const apply = createRoute({
  method: 'post',
  path: '/api/v1/apply',
  operationId: 'applyAgent',
  summary: 'Make an agent what its signalbox.yaml says',
  tags,
  request: { headers: MutationHeaders, query: Preview, body: body(ApplyAgent) },
  responses: answers(AppliedAgent, 'What was changed, or with preview=true what would be.'),
});

export function registerRegistry(app: EdgeApp, { seal }: Sealing): void {
  app.openapi(apply, async (c) => {
    const isPreview = c.req.valid('query').preview === 'true';
    return c.json(await applyAgent(c.get('ctx'), seal, { ...c.req.valid('json'), isPreview }), 200);
  });
  app.openapi(record, async (c) => {
    const found = await getRecord(c.get('ctx'), c.req.valid('param').id);
    return c.json(found, 200, { etag: `"${found.version}"` });
  });
  app.openapi(describe, async (c) => {
    const { id } = c.req.valid('param');
    const expected = Number(c.req.valid('header')['if-match'].replaceAll('"', ''));
    await describeAgent(c.get('ctx'), { id, expected, ...c.req.valid('json') });
    const found = await getRecord(c.get('ctx'), id);
    return c.json(found, 200, { etag: `"${found.version}"` });
  });
  app.openapi(claim, async (c) => {
    const { id } = c.req.valid('param');
    await claimAgent(c.get('ctx'), { id, ...c.req.valid('json') });
    return c.json(await getRecord(c.get('ctx'), id), 200);
  });
}
