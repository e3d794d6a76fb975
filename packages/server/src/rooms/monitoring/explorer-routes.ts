import { createRoute } from '@hono/zod-openapi';
import type { ListedAgent } from '../../access/index.ts';
import { answers, type EdgeApp, type EdgeDeps, Problem } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { RunsAsked } from './contract.ts';
import {
  Histogram,
  HistogramQuery,
  ListedSteps,
  ListedUsers,
  RunFacetCounts,
  RunsExportQuery,
  StepListQuery,
  UserListQuery,
} from './contract-explorer.ts';
import { Comparison, ComparisonQuery } from './contract-comparison.ts';
import { agentsOfPage } from './views/rows/agents-told.ts';
import { compareRuns } from './views/explore/compare-runs.ts';
import { exportRuns } from './views/explore/export-runs.ts';
import { type ListedStepPosition, listSteps } from './views/explore/list-steps.ts';
import { listUsers, type UserPosition } from './views/explore/list-users.ts';
import { runFacets } from './views/explore/run-facets.ts';
import { runHistogram } from './views/explore/run-histogram.ts';
import { registerSavedViews } from './view-routes.ts';

const tags = ['Runs'];

const histogram = createRoute({
  method: 'get',
  path: '/api/v1/runs/histogram',
  operationId: 'getRunHistogram',
  summary: 'Runs of a filter over time',
  tags,
  request: { query: HistogramQuery },
  responses: answers(Histogram, 'Buckets of one width, by outcome.'),
});
const facets = createRoute({
  method: 'get',
  path: '/api/v1/runs/facet-counts',
  operationId: 'countRunFacets',
  summary: 'How many runs there are by each name',
  tags,
  request: { query: RunsAsked },
  responses: answers(RunFacetCounts, 'Each facet over what the rest of the filter leaves.'),
});
const exported = createRoute({
  method: 'get',
  path: '/api/v1/runs/export',
  operationId: 'exportRuns',
  summary: 'The runs of a filter as a file, without text',
  tags,
  request: { query: RunsExportQuery },
  responses: {
    200: {
      description: 'At most 50,000 runs, newest first.',
      content: {
        'text/csv': { schema: { type: 'string' as const } },
        'application/x-ndjson': { schema: { type: 'string' as const } },
      },
    },
    default: { description: 'An error.', content: { 'application/problem+json': { schema: Problem } } },
  },
});
const comparison = createRoute({
  method: 'get',
  path: '/api/v1/runs/compare',
  operationId: 'compareRuns',
  summary: 'Two runs side by side',
  tags,
  request: { query: ComparisonQuery },
  responses: answers(Comparison, 'Steps aligned by kind, name and tool, and where the runs part.'),
});
const steps = createRoute({
  method: 'get',
  path: '/api/v1/steps',
  operationId: 'listSteps',
  summary: 'Steps of the runs of a filter, newest first',
  tags,
  request: { query: StepListQuery },
  responses: answers(ListedSteps, 'Figures of steps; of the last day if no range is said.'),
});
const users = createRoute({
  method: 'get',
  path: '/api/v1/users',
  operationId: 'listUsers',
  summary: 'Who agents worked for, the one last served first',
  tags,
  request: { query: UserListQuery },
  responses: answers(ListedUsers, 'Users as clients named them, with figures of their runs.'),
});

type Deps = EdgeDeps & {
  warehouse: Warehouse;
  recordListed(ctx: Ctx, agents: readonly ListedAgent[]): Promise<void>;
};

/** Before runs/{id}, which would take these for ids. */
export function registerExplorer(app: EdgeApp, { cursors, warehouse, recordListed }: Deps): void {
  registerSavedViews(app);
  app.openapi(comparison, async (c) => {
    const ctx = c.get('ctx');
    const found = await compareRuns(ctx, warehouse, c.req.valid('query'));
    const steps = (side: 'a' | 'b') => found.rows.flatMap((row) => (row[side] === null ? [] : [row[side].step]));
    await recordListed(ctx, [...agentsOfPage(found.a, steps('a')), ...agentsOfPage(found.b, steps('b'))]);
    return c.json(found, 200);
  });
  app.openapi(histogram, async (c) => c.json(await runHistogram(c.get('ctx'), warehouse, c.req.valid('query')), 200));
  app.openapi(facets, async (c) => c.json(await runFacets(c.get('ctx'), warehouse, c.req.valid('query')), 200));
  app.openapi(exported, async (c) => {
    const query = c.req.valid('query');
    const lines = exportRuns(c.get('ctx'), warehouse, query);
    // What fails before the first line is an error; afterwards the file breaks off.
    const first = await lines.next();
    const type = query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
    const headers = { 'content-type': type, 'content-disposition': `attachment; filename="runs.${query.format}"` };
    return c.body(bytesOf(first, lines), 200, headers) as never;
  });
  app.openapi(steps, async (c) => {
    const { workspaceId } = c.get('ctx');
    const query = c.req.valid('query');
    const name = `all-steps:${workspaceId}`;
    const after =
      query.cursor === undefined ? null : (cursors.decode(name, query.cursor) as unknown as ListedStepPosition);
    const { items, next } = await listSteps(c.get('ctx'), warehouse, { query, after });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
  app.openapi(users, async (c) => {
    const { workspaceId } = c.get('ctx');
    const query = c.req.valid('query');
    const name = `users:${workspaceId}`;
    const after = query.cursor === undefined ? null : (cursors.decode(name, query.cursor) as unknown as UserPosition);
    const { items, next } = await listUsers(c.get('ctx'), warehouse, { query, after });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
}

function bytesOf(first: IteratorResult<string>, rest: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string> | null = first;
  return new ReadableStream({
    async pull(controller) {
      const one: IteratorResult<string> = next ?? (await rest.next());
      next = null;
      if (one.done === true) controller.close();
      else controller.enqueue(encoder.encode(one.value));
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
}
