import { createRoute } from '@hono/zod-openapi';
import { answers, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import { AllReleases, AllReleasesQuery, ServedList, ServedQuery } from './contract-everywhere.ts';
import { listAllReleases } from './views/list-all-releases.ts';
import { listServed } from './views/list-served.ts';

const served = createRoute({
  method: 'get',
  path: '/api/v1/deployments',
  operationId: 'listServed',
  summary: 'What every environment serves of every agent',
  tags: ['Deployments'],
  request: { query: ServedQuery },
  responses: answers(ServedList, 'What is served now, of agents and environments that one may see.'),
});
const releases = createRoute({
  method: 'get',
  path: '/api/v1/releases',
  operationId: 'listAllReleases',
  summary: 'Releases of all agents, newest first',
  tags: ['Releases'],
  request: { query: AllReleasesQuery },
  responses: answers(AllReleases, 'Without their manifests.'),
});

export function registerEverywhere(app: EdgeApp, { cursors }: Pick<EdgeDeps, 'cursors'>): void {
  app.openapi(served, async (c) => c.json(await listServed(c.get('ctx'), c.req.valid('query')), 200));
  app.openapi(releases, async (c) => {
    const ctx = c.get('ctx');
    const { limit, cursor, teamId } = c.req.valid('query');
    const name = `all-releases:${ctx.workspaceId}`;
    const before = cursor === undefined ? null : String(cursors.decode(name, cursor)[0]);
    const { items, next } = await listAllReleases(ctx, { limit, teamId, before });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, [next]) }, 200);
  });
}
