import { OpenAPIHono } from '@hono/zod-openapi';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { signedCursors } from '../../spine/cursor-token.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { sealWith } from '../../spine/seal.ts';
import { register } from './routes.ts';
import { minute } from './world.fixture.ts';

/** Of every world of these tests. */
export const testSeal = sealWith(new Uint8Array(32).fill(7));
export type Answer = { status: number; body: Record<string, unknown> };

/** The room's routes behind a caller that is signed in already. */
export function callerOf(warehouse: Warehouse) {
  return async (ctx: Ctx, path: string, body?: object): Promise<Answer> => {
    const app = new OpenAPIHono<EdgeEnv>();
    app.use(async (c, next) => {
      c.set('ctx', ctx);
      await next();
    });
    app.onError((error, c) => {
      if (!(error instanceof AppError)) throw error;
      return c.json({ code: error.code, detail: error.message }, error.status as 400);
    });
    const cursors = signedCursors(new Uint8Array(32).fill(7));
    // All minutes of these tests are closed.
    const rollups = { openMinutes: () => ({ after: minute + 86_400, also: [] }) };
    register(app, { cursors, warehouse, rollups, seal: testSeal });
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request(
      `/api/v1${path}`,
      body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) },
    );
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
}
