import { createRoute } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { ExportedPrompts, ExportQuery, ImportPrompts, ImportResults } from './contract-files.ts';
import type { FollowersOf } from './followers.ts';
import { importPrompts } from './verbs/import-prompts.ts';
import { exportPrompts } from './views/export-prompts.ts';

const tags = ['Prompts'];

const take = createRoute({
  ...{ method: 'post', path: '/api/v1/prompt-imports', operationId: 'importPrompts', tags },
  summary: 'Take prompts in from files, Langfuse or LangSmith',
  request: { headers: MutationHeaders, body: body(ImportPrompts) },
  responses: answers(ImportResults, 'A result for each prompt version; repeating it changes nothing.'),
});
const give = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-export', operationId: 'exportPrompts', tags },
  summary: 'The newest versions as Markdown and YAML files',
  request: { query: ExportQuery },
  responses: answers(ExportedPrompts, 'Files that can be taken in again.'),
});

export function registerFiles(app: EdgeApp, { followersOf }: { followersOf?: FollowersOf | undefined }): void {
  app.openapi(take, async (c) => {
    return c.json(await importPrompts(c.get('ctx'), c.req.valid('json'), followersOf ?? null), 200);
  });
  app.openapi(give, async (c) => c.json({ files: await exportPrompts(c.get('ctx'), c.req.valid('query')) }, 200));
}
