import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, type EdgeDeps, MutationHeaders, noContent } from '../../ports/edge.ts';
import {
  CellsQuery,
  GiveToolResults,
  PlaygroundCells,
  PlaygroundRun,
  PlaygroundRunList,
  RunEstimate,
  RunListQuery,
  StartRun,
} from './contract-playground.ts';
import type { Playground } from './playground/playground.ts';
import { cancelRun } from './playground/verbs/cancel-run.ts';
import { giveToolResults } from './playground/verbs/give-tool-results.ts';
import { removeRun } from './playground/verbs/remove-run.ts';
import { startRun } from './playground/verbs/start-run.ts';
import { estimateRun } from './playground/views/estimate-run.ts';
import { getRun, listCells, listRuns } from './playground/views/get-run.ts';

const tags = ['Playground'];
const headers = MutationHeaders;
const params = z.object({ id: z.string().max(80) });
const path = '/api/v1/playground/runs';

const estimate = createRoute({
  ...{ method: 'post', path: '/api/v1/playground/estimates', operationId: 'estimatePlaygroundRun', tags },
  summary: 'About what a run would cost',
  request: { body: body(StartRun) },
  responses: answers(RunEstimate, 'Estimated without asking anybody.'),
});
const start = createRoute({
  ...{ method: 'post', path, operationId: 'startPlaygroundRun', tags },
  summary: 'Ask lanes of prompt and model with rows of variables',
  request: { headers, body: body(StartRun) },
  responses: answers(PlaygroundRun, 'The run; its answers come one by one.', 201),
});
const list = createRoute({
  ...{ method: 'get', path, operationId: 'listPlaygroundRuns', tags },
  summary: 'One’s own runs, newest first',
  request: { query: RunListQuery },
  responses: answers(PlaygroundRunList, 'A page of runs, as long as they are kept.'),
});
const get = createRoute({
  ...{ method: 'get', path: `${path}/{id}`, operationId: 'getPlaygroundRun', tags },
  summary: 'One run without its answers',
  request: { params },
  responses: answers(PlaygroundRun, 'Lanes, rows and how far it is.'),
});
const cells = createRoute({
  ...{ method: 'get', path: `${path}/{id}/cells`, operationId: 'listPlaygroundCells', tags },
  summary: 'Answers that came since',
  request: { params, query: CellsQuery },
  responses: answers(PlaygroundCells, 'Cells that changed, and how far the run is: ask again while it runs.'),
});
const cancel = createRoute({
  ...{ method: 'post', path: `${path}/{id}/cancel`, operationId: 'cancelPlaygroundRun', tags },
  summary: 'End a run',
  request: { headers, params },
  responses: noContent('Ended; answers that are there stay.'),
});
const results = createRoute({
  ...{ method: 'post', path: `${path}/{id}/tool-results`, operationId: 'givePlaygroundToolResults', tags },
  summary: 'Say by hand what tools returned, and go on',
  request: { headers, params, body: body(GiveToolResults) },
  responses: noContent('The cell is asked once more.'),
});
const remove = createRoute({
  ...{ method: 'delete', path: `${path}/{id}`, operationId: 'removePlaygroundRun', tags },
  summary: 'Throw a run away',
  request: { headers, params },
  responses: noContent('Gone.'),
});

/** Apart from the other routes of prompts, since it needs what asks models. */
export function registerPlayground(app: EdgeApp, { cursors, playground }: EdgeDeps & { playground: Playground }): void {
  app.openapi(estimate, async (c) => c.json(await estimateRun(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(start, async (c) => c.json(await startRun(c.get('ctx'), playground, c.req.valid('json')), 201));
  app.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const name = `playground:${c.get('ctx').workspaceId}`;
    const before = cursor === undefined ? null : String(cursors.decode(name, cursor)[0]);
    const { items, next } = await listRuns(c.get('ctx'), { limit, before });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, [next]) }, 200);
  });
  app.openapi(get, async (c) => c.json(await getRun(c.get('ctx'), c.req.valid('param').id), 200));
  app.openapi(cells, async (c) => {
    return c.json(await listCells(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('query') }), 200);
  });
  app.openapi(cancel, async (c) => {
    await cancelRun(c.get('ctx'), playground, c.req.valid('param'));
    return c.body(null, 204);
  });
  app.openapi(results, async (c) => {
    await giveToolResults(c.get('ctx'), playground, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(remove, async (c) => {
    await removeRun(c.get('ctx'), playground, c.req.valid('param'));
    return c.body(null, 204);
  });
}
