import { OpenAPIHono } from '@hono/zod-openapi';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Actor } from '../../spine/actor.ts';
import { AppError } from '../../spine/errors.ts';
import { registerQuery } from './query-routes.ts';
import { ctxOf, type TestTelemetry } from './views/telemetry.fixture.ts';
import type { OpenMinutes } from './views/totals/tiers.ts';

/** The routes of figures behind a caller that is signed in already, over a real warehouse. */
export function queryEdge(telemetry: TestTelemetry, actor: Actor, open: OpenMinutes): OpenAPIHono<EdgeEnv> {
  const edge = new OpenAPIHono<EdgeEnv>();
  edge.use(async (c, next) => {
    c.set('ctx', ctxOf(telemetry.workspaceId, actor));
    await next();
  });
  edge.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    const { code, message: detail, fields } = error;
    return c.json({ code, detail, fields }, error.status as 400);
  });
  registerQuery(edge, { warehouse: telemetry.warehouse, rollups: { openMinutes: () => open } });
  return edge;
}
