import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import { authorize } from '../../spine/authorize.ts';
import { Delivery, DeliveryQuery } from './contract-delivery.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import { deliver } from './delivery/deliver.ts';
import { deliveryStream } from './delivery/stream.ts';

const tags = ['Delivery'];
const Agent = z.object({
  agent: z.string().min(1).max(400).openapi({ description: 'Slug, id, or a name it has in telemetry.' }),
});
const said = { headers: z.object({ 'if-none-match': z.string().max(400).optional() }) };

const get = createRoute({
  method: 'get',
  path: '/api/v1/delivery/{agent}',
  operationId: 'getDelivery',
  summary: 'Which release an agent is to run',
  tags,
  request: { params: Agent, query: DeliveryQuery, ...said },
  responses: {
    ...answers(Delivery, 'From memory. The ETag stands for all but `seq` and `stale`, which are headers too.'),
    304: { description: 'As you have it; x-signalbox-seq says as of when.' },
  },
});
const stream = createRoute({
  method: 'get',
  path: '/api/v1/delivery/{agent}/stream',
  operationId: 'streamDelivery',
  summary: 'The same, again whenever it changes',
  tags,
  request: {
    params: Agent,
    query: DeliveryQuery.omit({ wait: true }),
    headers: z.object({ 'last-event-id': z.string().max(40).optional().describe('As `after`, which goes before it.') }),
  },
  responses: {
    200: {
      description: 'Server-sent events `delivery`, each the whole answer, its id the `seq`; the first at once.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    default: answers(Delivery, '').default,
  },
});

export function registerDelivery(app: EdgeApp, deliveries: Deliveries): void {
  app.openapi(get, async (c) => {
    const ctx = c.get('ctx');
    authorize(ctx, 'delivery.read', 'anywhere');
    const wish = { ...c.req.valid('query'), ...c.req.valid('param'), etag: c.req.header('if-none-match') ?? null };
    const { status, headers, body } = await deliver(deliveries, ctx, wish, c.req.raw.signal);
    return new Response(body, { status, headers }) as never;
  });
  app.openapi(stream, async (c) => {
    const ctx = c.get('ctx');
    authorize(ctx, 'delivery.read', 'anywhere');
    const { after = seqOf(c.req.header('last-event-id')), ...query } = c.req.valid('query');
    const wish = { ...query, ...c.req.valid('param'), after };
    const body = await deliveryStream({ deliveries, who: ctx, again: c.get('again'), signal: c.req.raw.signal }, wish);
    // no-transform: a compressing proxy would hold events back.
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' };
    return new Response(body, { headers: { ...headers, 'x-accel-buffering': 'no' } });
  });
}

/** Ids of events are places in the ledger; one that is not ours is none. */
function seqOf(id: string | undefined): number | undefined {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
