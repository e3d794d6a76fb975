import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import { authorize } from '../../spine/authorize.ts';
import { Heartbeat, HeartbeatAnswer, InstanceList, InstanceQuery } from './contract-instances.ts';
import type { Heartbeats } from './instances/heartbeats.ts';
import { type InstancePlace, listInstances } from './views/list-instances.ts';

const tags = ['Delivery'];
const Place = z.object({
  agent: z.string().min(1).max(400).openapi({ description: 'Slug, id, or a name it has in telemetry.' }),
  instance: z.string().min(1).max(200).openapi({ description: 'A name of its own: host and process, a pod, a UUID.' }),
});

const beat = createRoute({
  method: 'put',
  path: '/api/v1/delivery/{agent}/instances/{instance}',
  operationId: 'tellInstance',
  summary: 'A process that runs an agent tells that it is there',
  tags,
  request: { params: Place, body: body(Heartbeat) },
  responses: answers(HeartbeatAnswer, 'Its lease, and what it should run.'),
});
const list = createRoute({
  method: 'get',
  path: '/api/v1/agents/{agent}/instances',
  operationId: 'listInstances',
  summary: 'Processes that run an agent',
  tags,
  request: {
    params: z.object({ agent: z.string().max(200).openapi({ description: 'An id, a slug, or a slug it had.' }) }),
    query: InstanceQuery,
  },
  responses: answers(InstanceList, 'By environment and name, those of the last day.'),
});

export function registerInstances(app: EdgeApp, { cursors, heartbeats }: EdgeDeps & { heartbeats: Heartbeats }): void {
  app.openapi(beat, async (c) => {
    const ctx = c.get('ctx');
    authorize(ctx, 'delivery.read', 'anywhere');
    return c.json(await heartbeats.take(ctx, c.req.valid('param'), c.req.valid('json')), 200);
  });
  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const { agent: id } = c.req.valid('param');
    const { cursor, ...query } = c.req.valid('query');
    const name = `instances:${ctx.workspaceId}:${id}:${query.environment ?? ''}`;
    const after = cursor === undefined ? null : (cursors.decode(name, cursor) as unknown as InstancePlace);
    const { items, next } = await listInstances(ctx, { id, ...query, after });
    return c.json({ items, next: next === null ? null : cursors.encode(name, next) }, 200);
  });
}
