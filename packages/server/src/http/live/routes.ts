import { createRoute, z } from '@hono/zod-openapi';
import { noContent, type EdgeApp } from '../../ports/edge.ts';
import type { LiveHub } from './hub.ts';

const about =
  'Server-sent events: `ledger` {seq, type, resource}, `advanced` {at} at most once a second when facts became visible, ' +
  '`health` as GET /api/v1/health when it changes. The id of each event is the place in the ledger.';

const route = createRoute({
  method: 'get',
  path: '/api/v1/live',
  tags: ['Server'],
  summary: 'What changes, as it changes',
  request: { headers: z.object({ 'last-event-id': z.string().max(20).optional() }) },
  responses: {
    200: { description: about, content: { 'text/event-stream': { schema: z.string() } } },
    default: noContent('').default,
  },
});

export function liveRoutes(app: EdgeApp, hub: LiveHub): void {
  app.openapi(route, async (c) => {
    const { actor, workspaceId } = c.get('ctx');
    const id = Number(c.req.header('last-event-id') ?? Number.NaN);
    const after = Number.isSafeInteger(id) && id >= 0 ? id : null;
    const client = await hub.open({ who: { actor, workspaceId }, again: c.get('again'), after });
    // no-transform: a compressing proxy would hold events back.
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    };
    return new Response(client.stream, { headers });
  });
}
