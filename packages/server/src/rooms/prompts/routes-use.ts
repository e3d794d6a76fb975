import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import { PromptUse, PromptUseQuery } from './contract-use.ts';
import { promptUse, type UseStores } from './views/prompt-use.ts';

const use = createRoute({
  ...{ method: 'get', path: '/api/v1/prompts/{id}/use', operationId: 'getPromptUse', tags: ['Prompts'] },
  summary: 'Where a prompt is used, and how its versions do',
  request: {
    params: z.object({ id: z.string().max(200).describe('An id or a name; / as %2F.') }),
    query: PromptUseQuery,
  },
  responses: answers(PromptUse, 'Releases, environments, agents with their owners, and figures by version.'),
});

export function registerUse(app: EdgeApp, stores: UseStores): void {
  app.openapi(use, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('query') };
    return c.json(await promptUse(c.get('ctx'), stores, input), 200);
  });
}
