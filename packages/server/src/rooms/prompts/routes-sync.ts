import { createRoute, z } from '@hono/zod-openapi';
import type { Repositories } from '../../ports/repository.ts';
import { answers, body, type EdgeApp, MutationHeaders, noContent } from '../../ports/edge.ts';
import type { Seal } from '../../spine/seal.ts';
import { Patch, ProposePatch } from './contract-patch.ts';
import { ConflictDiff, ConflictQuery, ResolveConflict, SetSync, Syncs } from './contract-sync.ts';
import { proposePatch } from './verbs/propose-patch.ts';
import { removeSync } from './verbs/remove-sync.ts';
import { resolveConflict } from './verbs/resolve-conflict.ts';
import { runSync } from './verbs/run-sync.ts';
import { setSync } from './verbs/set-sync.ts';
import { listSyncs } from './views/list-syncs.ts';
import { syncConflict } from './views/sync-conflict.ts';

/** `wakeSync`: somebody waits for a turn. */
export type SyncDeps = { repositories: Repositories; seal: Seal; wakeSync: () => void };

const tags = ['Prompts'];
const headers = MutationHeaders;
const Address = z.object({ id: z.string().max(80) });
const path = '/api/v1/prompt-syncs';

const list = createRoute({
  ...{ method: 'get', path, operationId: 'listPromptSyncs', tags },
  summary: 'Folders of prompts that are kept in step with git',
  responses: answers(Syncs, 'With where they stand: progress, conflicts, problems, the last error.'),
});
const set = createRoute({
  ...{ method: 'put', path, operationId: 'setPromptSync', tags },
  summary: 'Keep a folder of prompts in step with git',
  request: { headers, body: body(SetSync) },
  responses: answers(z.object({ id: z.string() }), 'The sync; its first turn comes at once.'),
});
const remove = createRoute({
  ...{ method: 'delete', path: `${path}/{id}`, operationId: 'removePromptSync', tags },
  summary: 'End a sync; both sides stay as they are',
  request: { headers, params: Address },
  responses: noContent('It has ended.'),
});
const run = createRoute({
  ...{ method: 'post', path: `${path}/{id}/run`, operationId: 'runPromptSync', tags },
  summary: 'Sync now',
  request: { headers, params: Address },
  responses: noContent('It is asked for. When it has ended, endedAt is later.'),
});
const conflict = createRoute({
  ...{ method: 'get', path: `${path}/{id}/conflict`, operationId: 'getPromptSyncConflict', tags },
  summary: 'Both sides of a conflict',
  request: { params: Address, query: ConflictQuery },
  responses: answers(ConflictDiff, 'Side by side.'),
});
const resolve = createRoute({
  ...{ method: 'post', path: `${path}/{id}/resolutions`, operationId: 'resolvePromptSyncConflict', tags },
  summary: 'Say whose side of a conflict holds',
  request: { headers, params: Address, body: body(ResolveConflict) },
  responses: noContent('The next turn carries it out.'),
});
const propose = createRoute({
  ...{ method: 'post', path: '/api/v1/prompts/{id}/patches', operationId: 'proposePromptPatch', tags },
  summary: 'Make a patch of a change, for a prompt that git owns',
  request: {
    headers,
    params: z.object({ id: z.string().max(200).describe('An id or a name; / as %2F.') }),
    body: body(ProposePatch),
  },
  responses: answers(Patch, 'The patch, and the branch it was pushed to.', 201),
});

export function registerSync(app: EdgeApp, { repositories, seal, wakeSync: wake }: SyncDeps): void {
  app.openapi(list, async (c) => c.json({ items: await listSyncs(c.get('ctx')) }, 200));
  app.openapi(set, async (c) => {
    const made = await setSync(c.get('ctx'), seal, c.req.valid('json'));
    wake();
    return c.json(made, 200);
  });
  app.openapi(remove, async (c) => {
    await removeSync(c.get('ctx'), repositories, c.req.valid('param'));
    return c.body(null, 204);
  });
  app.openapi(run, async (c) => {
    await runSync(c.get('ctx'), { ...c.req.valid('param'), wake });
    return c.body(null, 204);
  });
  app.openapi(conflict, async (c) => {
    return c.json(await syncConflict(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('query') }), 200);
  });
  app.openapi(resolve, async (c) => {
    await resolveConflict(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    wake();
    return c.body(null, 204);
  });
  app.openapi(propose, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await proposePatch(c.get('ctx'), { repositories, seal }, input), 201);
  });
}
