import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Actor } from '../spine/actor.ts';
import type { Ctx } from '../spine/ctx.ts';
import type { Cursors } from '../spine/cursor-token.ts';

/**
 * What a room's routes.ts may rely on. Every request under /api/v1 that is not declared public (`security: []`) has been
 * authenticated: `c.get('ctx')` is there, and thrown AppErrors become problem+json.
 */
export type EdgeEnv = {
  Variables: {
    ctx: Ctx;
    requestId: string;
    /** Network address the request came from: for throttles, never for the log of content. */
    address: string;
    /** Looks once more who this is: for streams that outlive a revocation. null = nobody any more. */
    again: () => Promise<{ actor: Actor; workspaceId: string } | null>;
  };
};

/** A room registers its routes with `app.openapi(createRoute({ … }), handler)` before the server starts. */
export type EdgeApp = OpenAPIHono<EdgeEnv>;

/** What every room's routes are given beside the app; a room adds its own (`EdgeDeps & { warehouse: Warehouse }`). */
export type EdgeDeps = { cursors: Cursors };
export type RouteModule<Deps extends EdgeDeps = EdgeDeps> = (app: EdgeApp, deps: Deps) => void;

/** Any error, as application/problem+json (RFC 9457). Codes are listed in docs/errors.md. */
export const Problem = z
  .object({
    type: z.string().describe('Address of the explanation of this code.'),
    code: z.string(),
    title: z.string(),
    detail: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof Problem>;

/** `responses` of a route that answers 200 (or `status`) with JSON; every error is a Problem. */
export const answers = <S extends z.ZodType, Status extends number = 200>(schema: S, about: string, status?: Status) =>
  ({
    [status ?? 200]: { description: about, content: { 'application/json': { schema } } },
    default: problem,
  }) as { [K in Status]: { description: string; content: { 'application/json': { schema: S } } } } & {
    default: typeof problem;
  };

const problem = {
  description: 'An error.',
  content: { 'application/problem+json': { schema: Problem } },
};

/** `responses` of a route that answers 204. */
export const noContent = (about: string) => ({ 204: { description: about }, default: problem });

/** `request.headers` of every mutating route. */
export const MutationHeaders = z.object({
  'idempotency-key': z.string().min(1).max(200).optional().describe('Repeats within 24 h get the first answer again.'),
});

/** A JSON body that must be there. */
export const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
});
