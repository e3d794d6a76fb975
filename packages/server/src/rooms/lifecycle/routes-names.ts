import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { carryOut, type Doing, preview } from './names/changes.ts';
import {
  AgentOverview,
  IgnoreName,
  MergeAgent,
  NameChange,
  NameOwner,
  Preview,
  RenameAgent,
  SplitAgent,
} from './contract.ts';
import type { FactStores } from './views/agent-rows.ts';
import { ignoreName } from './verbs/ignore-name.ts';
import { mergeAgents } from './verbs/merge-agents.ts';
import { nameOwner } from './verbs/name-owner.ts';
import { renameAgent } from './verbs/rename-agent.ts';
import { restoreName } from './verbs/restore-name.ts';
import { splitAgent } from './verbs/split-agent.ts';
import { undoNameChange } from './verbs/undo-name-change.ts';
import { getAgent } from './views/get-agent.ts';

const tags = ['Agents'];
const Address = z.object({ id: z.string().max(200) });
const told = (what: string) => answers(NameChange, `${what} With preview=true nothing is changed.`);
const about = <T extends z.ZodType>(schema: T) => ({
  headers: MutationHeaders,
  query: Preview,
  body: body(schema),
});

const rename = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/rename',
  operationId: 'renameAgent',
  summary: 'Give an agent another name for people',
  tags,
  request: { params: Address, ...about(RenameAgent) },
  responses: told('Runs are not touched; the former slug goes on working.'),
});
const merge = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/merge',
  operationId: 'mergeAgent',
  summary: 'Count an agent as another of its team',
  tags,
  request: { params: Address, ...about(MergeAgent) },
  responses: told('All its runs follow, past ones too.'),
});
const split = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/split',
  operationId: 'splitAgent',
  summary: 'Make one name of an agent an agent of its own',
  tags,
  request: { params: Address, ...about(SplitAgent) },
  responses: told('Runs of that name follow, past ones too.'),
});
const ignore = createRoute({
  method: 'post',
  path: '/api/v1/agents/names/ignore',
  operationId: 'ignoreAgentName',
  summary: 'Take a name for a step, not for an agent',
  tags,
  request: about(IgnoreName),
  responses: told('What such spans did belongs to the agent above them.'),
});
const restore = createRoute({
  method: 'post',
  path: '/api/v1/agents/names/restore',
  operationId: 'restoreAgentName',
  summary: 'Take an ignored name for an agent again',
  tags,
  request: about(IgnoreName),
  responses: told('The way back of ignoring.'),
});
const undo = createRoute({
  method: 'post',
  path: '/api/v1/agents/changes/{id}/undo',
  operationId: 'undoNameChange',
  summary: 'Take a change of names back',
  tags,
  request: { headers: MutationHeaders, params: Address },
  responses: answers(NameChange, 'Everything is as it was before the change; within 30 days.'),
});
const owner = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/owner',
  operationId: 'nameAgentOwner',
  summary: 'Say who answers for an agent',
  tags,
  request: { headers: MutationHeaders, params: Address, body: body(NameOwner) },
  responses: answers(AgentOverview, 'The agent with its owner.'),
});

export function registerNames(app: EdgeApp, stores: FactStores): void {
  const perform = async (ctx: Ctx, doing: Doing, only: string | undefined): Promise<NameChange> =>
    only === 'true' ? preview(ctx, stores.warehouse, doing) : carryOut(ctx, doing);

  // Before agents/{id}/…, which would take "names" and "changes" for a slug.
  app.openapi(ignore, async (c) => {
    const ctx = c.get('ctx');
    return c.json(await perform(ctx, await ignoreName(ctx, c.req.valid('json')), c.req.valid('query').preview), 200);
  });
  app.openapi(restore, async (c) => {
    const ctx = c.get('ctx');
    return c.json(await perform(ctx, await restoreName(ctx, c.req.valid('json')), c.req.valid('query').preview), 200);
  });
  app.openapi(undo, async (c) => c.json(await undoNameChange(c.get('ctx'), c.req.valid('param')), 200));
  app.openapi(rename, async (c) => {
    const ctx = c.get('ctx');
    const doing = await renameAgent(ctx, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.json(await perform(ctx, doing, c.req.valid('query').preview), 200);
  });
  app.openapi(merge, async (c) => {
    const ctx = c.get('ctx');
    const doing = await mergeAgents(ctx, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.json(await perform(ctx, doing, c.req.valid('query').preview), 200);
  });
  app.openapi(split, async (c) => {
    const ctx = c.get('ctx');
    const doing = await splitAgent(ctx, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.json(await perform(ctx, doing, c.req.valid('query').preview), 200);
  });
  app.openapi(owner, async (c) => {
    const ctx = c.get('ctx');
    const { id } = c.req.valid('param');
    await nameOwner(ctx, { id, ...c.req.valid('json') });
    return c.json(await getAgent(ctx, stores, { id, query: {} }), 200);
  });
}
