import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { EdgeApp, EdgeEnv } from '../../ports/edge.ts';
import type { FlagSource } from '../../rooms/lifecycle/index.ts';
import { authorize } from '../../spine/authorize.ts';
import { AppError } from '../../spine/errors.ts';
import { contextOf, etagOfAll, notFound, success } from './evaluations.ts';

/** OpenFeature Remote Evaluation Protocol 0.3.0: the bodies are the protocol's own, whose document describes them. */
const tags = ['OpenFeature'];
const json = { 'application/json': { schema: z.looseObject({}) } };
const protocol = {
  200: { description: 'As the protocol has it.', content: json },
  304: { description: 'As you have it.' },
  default: { description: 'An error, as the protocol has it; 401 and 403 are Problems.', content: json },
};
const request = { body: { required: true, content: json } };
const one = createRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags/{key}',
  operationId: 'evaluateFlag',
  summary: 'Evaluate one flag: agent:<slug> says which release to run',
  tags,
  request: { ...request, params: z.object({ key: z.string() }) },
  responses: protocol,
});
const bulk = createRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags',
  operationId: 'evaluateFlags',
  summary: 'Evaluate all flags of an environment',
  tags,
  request,
  responses: protocol,
});
const stream = createRoute({
  method: 'get',
  path: '/ofrep/v1/stream',
  operationId: 'streamFlagChanges',
  summary: 'Notices that flags changed',
  tags,
  request: { query: z.object({ environment: z.string().max(200).optional() }) },
  responses: {
    200: { description: 'Server-sent events.', content: { 'text/event-stream': { schema: z.string() } } },
    default: protocol.default,
  },
});

/** `base`: the path people open the server under, '' for none. */
export function ofrepRoutes(app: EdgeApp, flags: FlagSource, base: string): void {
  // Described, and answered without the document's checks: errors of the body are told in the protocol's words.
  for (const route of [one, bulk, stream]) app.openAPIRegistry.registerPath(route);

  app.post('/ofrep/v1/evaluate/flags/:key', (c) =>
    inProtocol(c, async () => {
      const key = c.req.param('key');
      const asked = contextOf(await c.req.text());
      if (!('context' in asked)) return c.json({ key, ...asked }, 400);
      const who = c.get('ctx');
      await flags.load(who);
      const flag = flags.one(who, key, asked.context);
      return flag === null ? c.json(notFound(key).body, 404) : c.json(success(flag));
    }),
  );

  app.post('/ofrep/v1/evaluate/flags', (c) =>
    inProtocol(c, async () => {
      const asked = contextOf(await c.req.text());
      if (!('context' in asked)) return c.json(asked, 400);
      const who = c.get('ctx');
      await flags.load(who);
      const all = flags.all(who, asked.context);
      const etag = etagOfAll(all);
      const headers = { etag, 'cache-control': 'no-cache' };
      if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
      const { environment } = asked.context;
      const query = typeof environment === 'string' ? `?environment=${encodeURIComponent(environment)}` : '';
      const endpoint = { requestUri: `${base}/ofrep/v1/stream${query}` };
      const eventStreams = [{ type: 'sse', endpoint, inactivityDelaySec: 120 }];
      return c.json({ flags: all.map(success), eventStreams }, 200, headers);
    }),
  );

  app.get('/ofrep/v1/stream', (c) =>
    inProtocol(c, async () => {
      const who = c.get('ctx');
      await flags.load(who);
      const environment = c.req.query('environment');
      let last: string | null = null;
      const line = (now: Pick<typeof who, 'actor' | 'workspaceId'>): string | null => {
        const etag = etagOfAll(flags.all(now, environment === undefined ? {} : { environment }));
        const before = last;
        last = etag;
        if (before === null || before === etag) return null;
        const lastModified = Math.floor(who.clock.now() / 1_000);
        return `data: ${JSON.stringify({ type: 'refetchEvaluation', etag, lastModified })}\n\n`;
      };
      const body = flags.changes({ who, again: c.get('again'), signal: c.req.raw.signal }, line);
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' };
      return new Response(body, { headers: { ...headers, 'x-accel-buffering': 'no' } });
    }),
  );
}

/** What the protocol has no words for is its 500, which lets the provider go on with what it has. */
async function inProtocol(c: Context<EdgeEnv>, answer: () => Promise<Response>): Promise<Response> {
  authorize(c.get('ctx'), 'delivery.read', 'anywhere');
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof AppError) || error.status < 500) throw error;
    if (error.retryAfterSeconds !== undefined) c.header('retry-after', String(error.retryAfterSeconds));
    return c.json({ errorDetails: error.message }, 500 as ContentfulStatusCode);
  }
}
