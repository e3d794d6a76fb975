import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Ctx } from '../spine/ctx.ts';

/**
 * What a room's routes.ts may rely on. Every request under /api/v1 that is not declared public has been authenticated:
 * `c.get('ctx')` is there, and thrown AppErrors become problem+json.
 */
export type EdgeEnv = { Variables: { ctx: Ctx; requestId: string } };

/** A room registers its routes with `app.openapi(createRoute({ … }), handler)` before the server starts. */
export type EdgeApp = OpenAPIHono<EdgeEnv>;
