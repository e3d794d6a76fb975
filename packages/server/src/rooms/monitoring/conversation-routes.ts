import { createRoute, z } from '@hono/zod-openapi';
import type { ListedAgent } from '../../access/index.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { answers, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { Run } from './contract.ts';
import {
  Conversation,
  ConversationList,
  ConversationListQuery,
  ConversationPageQuery,
} from './contract-conversations.ts';
import { getConversation, type TurnPosition } from './views/conversations/get-conversation.ts';
import { type ConversationPosition, listConversations } from './views/conversations/list-conversations.ts';

const tags = ['Conversations'];

const list = createRoute({
  method: 'get',
  path: '/api/v1/conversations',
  operationId: 'listConversations',
  summary: 'Conversations, the one last taken up first',
  tags,
  request: { query: ConversationListQuery },
  responses: answers(ConversationList, 'Conversations with runs that the caller may see.'),
});
const ConversationPage = z
  .object({ conversation: Conversation, runs: z.array(Run), nextCursor: z.string().nullable() })
  .openapi('ConversationPage');
const one = createRoute({
  method: 'get',
  path: '/api/v1/conversations/{teamId}/{id}',
  operationId: 'getConversation',
  summary: 'A conversation with its runs in order',
  tags,
  request: {
    params: z.object({ teamId: z.string().max(80), id: z.string().max(400) }),
    query: ConversationPageQuery,
  },
  responses: answers(ConversationPage, 'The runs that the caller may see, the first of them first.'),
});

type Deps = EdgeDeps & {
  warehouse: Warehouse;
  recordListed(ctx: Ctx, agents: readonly ListedAgent[]): Promise<void>;
};

export function registerConversations(app: EdgeApp, { cursors, warehouse, recordListed }: Deps): void {
  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const query = c.req.valid('query');
    const name = `conversations:${ctx.workspaceId}`;
    const after =
      query.cursor === undefined ? null : (cursors.decode(name, query.cursor) as unknown as ConversationPosition);
    const { items, agents, next } = await listConversations(ctx, warehouse, { query, after });
    await recordListed(ctx, agents);
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
  app.openapi(one, async (c) => {
    const ctx = c.get('ctx');
    const { limit, cursor } = c.req.valid('query');
    const name = `conversation:${ctx.workspaceId}`;
    const after = cursor === undefined ? null : (cursors.decode(name, cursor) as unknown as TurnPosition);
    const asked = { ...c.req.valid('param'), limit, after };
    const { next, agents, ...page } = await getConversation(ctx, warehouse, asked);
    await recordListed(ctx, agents);
    return c.json({ ...page, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
}
