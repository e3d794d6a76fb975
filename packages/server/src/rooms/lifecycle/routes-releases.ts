import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, type EdgeDeps, MutationHeaders } from '../../ports/edge.ts';
import { Preview } from './contract.ts';
import {
  CreateRelease,
  MadeRelease,
  Release,
  ReleaseComparison,
  ReleaseList,
  ReleaseListQuery,
  ReleaseVerification,
} from './contract-releases.ts';
import { findRelease, releasesFrom } from './releases/rows.ts';
import type { Sealing } from './releases/signing.ts';
import { createRelease } from './verbs/create-release.ts';
import { compareReleases } from './views/compare-releases.ts';
import { listReleases } from './views/list-releases.ts';
import { verifyRelease } from './views/verify-release.ts';

const tags = ['Releases'];
const Agent = z.object({ id: z.string().max(200).openapi({ description: 'An id, a slug, or a slug it had.' }) });
const Address = z.object({ id: z.string().max(80) });

const create = createRoute({
  method: 'post',
  path: '/api/v1/agents/{id}/releases',
  operationId: 'createRelease',
  summary: 'Make a release: what an agent is made of, for ever',
  tags,
  request: { headers: MutationHeaders, params: Agent, query: Preview, body: body(CreateRelease) },
  responses: answers(
    MadeRelease,
    'The release; the one that is there where the manifest is the same. With preview=true nothing is made.',
  ),
});
const list = createRoute({
  method: 'get',
  path: '/api/v1/agents/{id}/releases',
  operationId: 'listReleases',
  summary: 'Releases of an agent, newest first',
  tags,
  request: { params: Agent, query: ReleaseListQuery },
  responses: answers(ReleaseList, 'A page of them.'),
});
const one = createRoute({
  method: 'get',
  path: '/api/v1/releases/{id}',
  operationId: 'getRelease',
  summary: 'One release',
  tags,
  request: { params: Address },
  responses: answers(Release, 'With its manifest.'),
});
const comparison = createRoute({
  method: 'get',
  path: '/api/v1/releases/{id}/comparison',
  operationId: 'compareReleases',
  summary: 'What differs from one release to another, in words',
  tags,
  request: {
    params: Address,
    query: z.object({ to: z.string().max(80).describe('Id of the release that is compared with it.') }),
  },
  responses: answers(ReleaseComparison, 'Changes with their risk, the riskiest first.'),
});
const verification = createRoute({
  method: 'get',
  path: '/api/v1/releases/{id}/verification',
  operationId: 'verifyRelease',
  summary: 'Is a release what was hashed and signed?',
  tags,
  request: { params: Address },
  responses: answers(ReleaseVerification, 'Found from what is stored; with the public key one can look for oneself.'),
});

export function registerReleases(app: EdgeApp, { cursors, seal }: EdgeDeps & Sealing): void {
  app.openapi(create, async (c) => {
    const isPreview = c.req.valid('query').preview === 'true';
    const input = { ...c.req.valid('param'), wish: c.req.valid('json'), isPreview };
    return c.json(await createRelease(c.get('ctx'), seal, input), 200);
  });
  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const { id } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const name = `releases:${ctx.workspaceId}:${id}`;
    const before = cursor === undefined ? null : Number(cursors.decode(name, cursor)[0]);
    const { items, next } = await listReleases(ctx, { id, limit, before });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, [next]) }, 200);
  });
  app.openapi(one, async (c) => {
    const ctx = c.get('ctx');
    const [release] = await releasesFrom(ctx, [await findRelease(ctx, c.req.valid('param').id)]);
    return c.json(release!, 200);
  });
  app.openapi(comparison, async (c) => {
    const ids = { base: c.req.valid('param').id, head: c.req.valid('query').to };
    return c.json(await compareReleases(c.get('ctx'), ids), 200);
  });
  app.openapi(verification, async (c) => c.json(await verifyRelease(c.get('ctx'), c.req.valid('param').id), 200));
}
