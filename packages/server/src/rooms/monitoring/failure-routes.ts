import { createRoute, z } from '@hono/zod-openapi';
import type { ListedAgent } from '../../access/index.ts';
import { answers, body, type EdgeApp, type EdgeDeps, MutationHeaders } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Ctx } from '../../spine/ctx.ts';
import {
  AssignFailure,
  FailureFacets,
  FailureList,
  FailureListQuery,
  FailurePage,
  FailurePageQuery,
  FailureStanding,
  MuteFailure,
  ReopenFailure,
  ResolveFailure,
} from './contract-failures.ts';
import { assignFailure } from './verbs/assign-failure.ts';
import { muteFailure } from './verbs/mute-failure.ts';
import { reopenFailure } from './verbs/reopen-failure.ts';
import { resolveFailure } from './verbs/resolve-failure.ts';
import { undoFailure } from './verbs/undo-failure.ts';
import type { FailurePosition } from './views/failures/figures.ts';
import { getFailure } from './views/failures/get-failure.ts';
import { failureFacets, listFailures } from './views/failures/list-failures.ts';

const tags = ['Failures'];
const params = z.object({ id: z.string().max(80) });

const list = createRoute({
  method: 'get',
  path: '/api/v1/failures',
  operationId: 'listFailures',
  summary: 'Failures of runs, grouped by what they are',
  tags,
  request: { query: FailureListQuery },
  responses: answers(FailureList, 'Groups that were seen within the range, in runs that the caller may see.'),
});
const facets = createRoute({
  method: 'get',
  path: '/api/v1/failures/facets',
  operationId: 'listFailureFacets',
  summary: 'What failures can be filtered by',
  tags,
  responses: answers(FailureFacets, 'Agents and releases that failed, at most 200 each.'),
});
const one = createRoute({
  method: 'get',
  path: '/api/v1/failures/{id}',
  operationId: 'getFailure',
  summary: 'A failure with the releases it was seen in, and its latest runs',
  tags,
  request: { params, query: FailurePageQuery },
  responses: answers(FailurePage, 'Counts are of the range; since when and last seen, of all that is kept.'),
});
const verb = <S extends z.ZodType>(name: string, summary: string, schema: S) =>
  createRoute({
    method: 'post',
    path: `/api/v1/failures/{id}/${name}`,
    operationId: `${name}Failure`,
    summary,
    tags,
    request: { headers: MutationHeaders, params, body: body(schema) },
    responses: answers(FailureStanding, 'What is said of it now.'),
  });
const resolve = verb('resolve', 'Resolve a failure: seen again, it has regressed', ResolveFailure);
const mute = verb('mute', 'Mute a failure until a time', MuteFailure);
const reopen = verb('reopen', 'Reopen a failure', ReopenFailure);
const assign = verb('assign', 'Assign a failure to a person, or to nobody', AssignFailure);
const undo = createRoute({
  method: 'post',
  path: '/api/v1/failures/{id}/undo',
  operationId: 'undoFailure',
  summary: 'Take back what was last said of a failure',
  tags,
  request: { headers: MutationHeaders, params },
  responses: answers(FailureStanding, 'What is said of it now.'),
});

type Deps = EdgeDeps & {
  warehouse: Warehouse;
  recordListed(ctx: Ctx, agents: readonly ListedAgent[]): Promise<void>;
};

export function registerFailures(app: EdgeApp, { cursors, warehouse, recordListed }: Deps): void {
  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const query = c.req.valid('query');
    const name = `failures:${ctx.workspaceId}:${query.sort}`;
    const after =
      query.cursor === undefined ? null : (cursors.decode(name, query.cursor) as unknown as FailurePosition);
    const { items, agents, next } = await listFailures(ctx, warehouse, { query, after });
    await recordListed(ctx, agents);
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
  // Before failures/{id}, which would take "facets" for an id.
  app.openapi(facets, async (c) => c.json(await failureFacets(c.get('ctx'), warehouse), 200));
  app.openapi(one, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    const { page, agents } = await getFailure(c.get('ctx'), warehouse, asked);
    await recordListed(c.get('ctx'), agents);
    return c.json(page, 200);
  });
  app.openapi(resolve, async (c) =>
    c.json(await resolveFailure(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(mute, async (c) =>
    c.json(await muteFailure(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(reopen, async (c) =>
    c.json(await reopenFailure(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(assign, async (c) =>
    c.json(await assignFailure(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(undo, async (c) => c.json(await undoFailure(c.get('ctx'), c.req.valid('param')), 200));
}
