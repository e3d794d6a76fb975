import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import type { ContentAccess, ListedAgent } from '../../access/index.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Ctx } from '../../spine/ctx.ts';
import {
  Facets,
  Run,
  RunExport,
  type RunLinks,
  RunList,
  RunListQuery,
  RunPage,
  RunPageQuery,
  StepDetail,
  Totals,
  TotalsQuery,
  Transcript,
} from './contract.ts';
import { RunOtlp } from './contract-otlp.ts';
import { registerChanges } from './change-routes.ts';
import { registerConversations } from './conversation-routes.ts';
import { registerCosts } from './cost-routes.ts';
import { registerDashboards } from './dashboard-routes.ts';
import { registerExplorer } from './explorer-routes.ts';
import { registerFailures } from './failure-routes.ts';
import { registerDemo } from './demo-routes.ts';
import { registerScores } from './score-routes.ts';
import { registerQuery } from './query-routes.ts';
import { registerSql } from './sql-routes.ts';
import type { ChangeSource } from './views/changes/change-source.ts';
import { exportRun } from './views/export-run.ts';
import { exportRunOtlp } from './views/otlp/export-run-otlp.ts';
import { getRun } from './views/get-run.ts';
import { getStep } from './views/get-step.ts';
import { RunPlaces } from './views/read/run-places.ts';
import { getTranscript } from './views/get-transcript.ts';
import { textHits } from './views/explore/text-hits.ts';
import { listFacets } from './views/list-facets.ts';
import { listRuns } from './views/list-runs.ts';
import { siblingRuns } from './views/sibling-runs.ts';
import { type RunNames, unlinked } from './views/rows/run-names.ts';
import type { RunPosition } from './views/read/run-filter.ts';
import type { StepPosition } from './views/read/spans.ts';
import { agentsOfPage, agentsOfRuns } from './views/rows/agents-told.ts';
import { type Rollups, TotalsView } from './views/totals/get-totals.ts';

/** What a run names, as it is kept here. To be given by lifecycle, which knows releases and prompts. */
export type LinksOf = (ctx: Ctx, names: RunNames) => Promise<RunLinks>;

/**
 * `recordContent` leaves the trace of reading, `recordListed` of lists with first lines; what they throw shows nothing. Without
 * `linksOf` nothing is known of what runs name.
 */
export type MonitoringDeps = EdgeDeps & {
  warehouse: Warehouse;
  rollups: Rollups;
  recordContent(ctx: Ctx, access: ContentAccess): Promise<void>;
  recordListed(ctx: Ctx, agents: readonly ListedAgent[]): Promise<void>;
  linksOf?: LinksOf;
  /** What other rooms know to have changed. */
  changeSources?: readonly ChangeSource[];
  /** What other rooms keep of the demo goes with it. */
  putAwayDemo(ctx: Ctx): Promise<void>;
};

const RunParams = z.object({
  id: z.string().max(200).openapi({ description: 'A run id, also one that it had before.' }),
});
const StepParams = RunParams.extend({ spanId: z.string().max(200) });
const tags = ['Runs'];

const list = createRoute({
  method: 'get',
  path: '/api/v1/runs',
  operationId: 'listRuns',
  summary: 'Runs, newest first',
  tags,
  request: { query: RunListQuery },
  responses: answers(RunList, 'Runs that the caller may see.'),
});
const facets = createRoute({
  method: 'get',
  path: '/api/v1/runs/facets',
  operationId: 'listRunFacets',
  summary: 'What runs can be filtered by',
  tags,
  responses: answers(Facets, 'Agents and environments of the last 30 days, most used first.'),
});
const run = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}',
  operationId: 'getRun',
  summary: 'A run with its steps',
  tags,
  request: { params: RunParams, query: RunPageQuery },
  responses: answers(RunPage, 'The run under its present id; up to 10,000 steps a page.'),
});
const transcript = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}/transcript',
  operationId: 'getRunTranscript',
  summary: 'What was said in a run',
  tags,
  request: { params: RunParams },
  responses: answers(Transcript, 'Turns in order; none without the right content.read.'),
});
const step = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}/steps/{spanId}',
  operationId: 'getStep',
  summary: 'One step with all that was sent of it',
  tags,
  request: { params: StepParams },
  responses: answers(StepDetail, 'The step; without the right content.read no text.'),
});
const exported = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}/export',
  operationId: 'exportRun',
  summary: 'A run with what was said in it, as a file; recorded in the ledger',
  tags,
  request: { params: RunParams },
  responses: answers(RunExport, 'The run, for who may take content out.'),
});
const otlp = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}/otlp',
  operationId: 'exportRunOtlp',
  summary: 'A run with what was said in it, as OTLP/JSON that can be sent on; recorded in the ledger',
  tags,
  request: { params: RunParams },
  responses: answers(
    RunOtlp,
    'An ExportTraceServiceRequest. Log records are not in it, but messages that came by them.',
  ),
});
const siblings = createRoute({
  method: 'get',
  path: '/api/v1/runs/{id}/siblings',
  operationId: 'listRunSiblings',
  summary: 'Other runs of the trace of a run',
  tags,
  request: { params: RunParams },
  responses: answers(z.object({ items: z.array(Run) }), 'Earliest first, at most 50, without their text.'),
});
const totals = createRoute({
  method: 'get',
  path: '/api/v1/totals',
  operationId: 'getTotals',
  summary: 'Totals over all agents',
  tags: ['Totals'],
  request: { query: TotalsQuery },
  responses: answers(Totals, 'Counts by whole minutes of the spans’ start; unknown tokens are counted, not guessed.'),
});

export function register(app: EdgeApp, deps: MonitoringDeps): void {
  const { warehouse, rollups, cursors, recordContent, recordListed, linksOf = unlinked, changeSources = [] } = deps;
  const totalsView = new TotalsView(warehouse, rollups);
  const places = new RunPlaces();

  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const { cursor, ...query } = c.req.valid('query');
    const sorted = query.sort === undefined && query.order === undefined ? '' : `:${query.sort}:${query.order}`;
    const name = `runs:${ctx.workspaceId}${sorted}`;
    const after = cursor === undefined ? null : (cursors.decode(name, cursor) as unknown as RunPosition);
    const { items, next } = await listRuns(ctx, warehouse, { query, after, places });
    const hits = query.q === undefined ? undefined : await textHits(ctx, warehouse, { q: query.q, runs: items });
    // A hit tells of text where a run has no first lines.
    const said = new Set(hits?.map((hit) => hit.runId));
    const agents = items.flatMap(({ id, teamId, agent }) => (said.has(id) ? [{ teamId, agent }] : []));
    await recordListed(ctx, [...agentsOfRuns(items), ...agents]);
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, next), ...(hits && { hits }) }, 200);
  });

  // Before runs/{id}, which would take "facets" for an id.
  app.openapi(facets, async (c) => c.json(await listFacets(c.get('ctx'), warehouse), 200));

  registerExplorer(app, deps);

  app.openapi(run, async (c) => {
    const ctx = c.get('ctx');
    const { id } = c.req.valid('param');
    const { cursor } = c.req.valid('query');
    // Not bound to the id asked for: a run that is re-parented between two pages goes on under its new one.
    const name = `steps:${ctx.workspaceId}`;
    const after = cursor === undefined ? null : (cursors.decode(name, cursor) as unknown as StepPosition);
    const page = await getRun(ctx, warehouse, { id, after, places });
    await recordListed(ctx, agentsOfPage(page.run, page.steps));
    const nextCursor = page.next === null ? null : cursors.encode(name, page.next);
    const { next: _, names, ...told } = page;
    return c.json({ ...told, links: await linksOf(ctx, names), nextCursor }, 200);
  });

  app.openapi(transcript, async (c) => {
    const { id } = c.req.valid('param');
    const said = await getTranscript(c.get('ctx'), warehouse, { id });
    if (said.turns.length > 0) await recordContent(c.get('ctx'), { runId: id, how: 'read' });
    return c.json(said, 200);
  });

  app.openapi(step, async (c) => {
    const detail = await getStep(c.get('ctx'), warehouse, c.req.valid('param'));
    if (hasText(detail)) await recordContent(c.get('ctx'), { runId: c.req.valid('param').id, how: 'read' });
    return c.json(detail, 200);
  });

  app.openapi(exported, async (c) => {
    const told = await exportRun(c.get('ctx'), warehouse, c.req.valid('param'));
    await recordContent(c.get('ctx'), { runId: told.run.id, how: 'exported' });
    c.header('content-disposition', `attachment; filename="run-${told.run.id}.json"`);
    return c.json(told, 200);
  });

  app.openapi(otlp, async (c) => {
    const told = await exportRunOtlp(c.get('ctx'), warehouse, c.req.valid('param'));
    await recordContent(c.get('ctx'), { runId: told.runId, how: 'exported' });
    c.header('content-disposition', `attachment; filename="run-${told.runId}.otlp.json"`);
    return c.json(told.otlp, 200);
  });

  app.openapi(siblings, async (c) =>
    c.json({ items: await siblingRuns(c.get('ctx'), warehouse, c.req.valid('param')) }, 200),
  );

  app.openapi(totals, async (c) => c.json(await totalsView.get(c.get('ctx'), c.req.valid('query')), 200));

  registerChanges(app, { warehouse, sources: changeSources });
  registerConversations(app, deps);
  registerScores(app, deps);
  registerCosts(app, deps);
  registerQuery(app, deps);
  registerDashboards(app);
  registerSql(app, deps);
  registerFailures(app, deps);
  registerDemo(app, deps.putAwayDemo);
}

/** What only the right to content shows: messages, attributes, logs, error messages. */
const hasText = ({ messages, attributes, resource, logs, step }: z.infer<typeof StepDetail>): boolean =>
  messages.length + logs.length + Object.keys(attributes).length + Object.keys(resource).length > 0 ||
  step.errorMessage !== null;
