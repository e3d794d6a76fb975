import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import { PromptHistory, PromptHistoryQuery, PromptUseCounts, PromptUseCountsQuery } from './contract-history.ts';
import type { CountUses } from './uses.ts';
import { countPromptUses } from './views/count-prompt-uses.ts';
import { promptHistory } from './views/prompt-history.ts';

const tags = ['Prompts'];
const history = createRoute({
  ...{ method: 'get', path: '/api/v1/prompts/{id}/history', operationId: 'getPromptHistory', tags },
  summary: 'What was done to a prompt, from the ledger',
  request: {
    params: z.object({ id: z.string().max(200).describe('An id or a name; / as %2F.') }),
    query: PromptHistoryQuery,
  },
  responses: answers(PromptHistory, 'A page of it, newest first: who, when and why.'),
});
const uses = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-uses', operationId: 'countPromptUses', tags },
  summary: 'How many agents and releases use each of these prompts',
  request: { query: PromptUseCountsQuery },
  responses: answers(PromptUseCounts, 'Those that somebody uses.'),
});

export function registerHistory(app: EdgeApp, deps: EdgeDeps & { countUses?: CountUses }): void {
  const { cursors, countUses } = deps;
  app.openapi(history, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const { id } = c.req.valid('param');
    const list = `prompt-history:${c.get('ctx').workspaceId}`;
    const before = cursor === undefined ? null : Number(cursors.decode(list, cursor)[0]);
    const { items, next } = await promptHistory(c.get('ctx'), { id, limit, before });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(list, [next]) }, 200);
  });
  app.openapi(uses, async (c) => {
    const ids = c.req.valid('query').ids.split(',');
    return c.json({ items: await countPromptUses(c.get('ctx'), countUses, ids) }, 200);
  });
}
