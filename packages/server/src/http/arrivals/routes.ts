import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import { allows, authorize, visibleTeams } from '../../spine/authorize.ts';
import type { Arrivals } from './arrivals.ts';

export const ArrivalList = z
  .object({
    items: z.array(
      z.object({
        seq: z.number().int(),
        at: z.string(),
        keyId: z.string().nullable(),
        signal: z.string().nullable(),
        outcome: z.enum(['kept', 'partly', 'not_kept', 'wrong_key', 'no_key', 'refused']),
        detail: z.string(),
        bytes: z.number().int().describe('As sent, compressed.'),
      }),
    ),
    newest: z.number().int().describe('Ask for what comes after it.'),
  })
  .openapi('ArrivalList');

const list = createRoute({
  method: 'get',
  path: '/api/v1/arrivals',
  operationId: 'listArrivals',
  summary: 'What became of the last telemetry requests',
  tags: ['Connect'],
  request: { query: z.object({ after: z.coerce.number().int().min(0).default(0) }) },
  responses: answers(ArrivalList, 'Of this node, oldest first; forgotten when it restarts.'),
});

/** Requests of teams that one may see; those without a key of anybody for who makes keys. */
export function arrivalRoutes(app: EdgeApp, arrivals: Arrivals): void {
  app.openapi(list, (c) => {
    const ctx = c.get('ctx');
    authorize(ctx, 'run.read', 'anywhere');
    const teams = visibleTeams(ctx.actor, 'run.read');
    const mayConnect = allows(ctx.actor, 'key.create', 'anywhere');
    const { after } = c.req.valid('query');
    const items = arrivals
      .list(ctx.workspaceId, after)
      .filter(({ teamId }) => (teamId === null ? mayConnect : teams === 'all' || teams.includes(teamId)))
      .map(({ seq, at, keyId, signal, outcome, detail, bytes }) => ({
        ...{ seq, at: new Date(at).toISOString(), keyId, signal, outcome, detail, bytes },
      }));
    return c.json({ items, newest: arrivals.newest }, 200);
  });
}
