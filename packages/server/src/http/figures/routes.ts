import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Health } from '../health.ts';
import { exposition, type Family } from './family.ts';
import { families } from './families.ts';
import type { Meters } from './meters.ts';

export type FigureDeps = {
  meters: Meters;
  health: () => Health;
  /** Rejects while the control state does not answer. */
  jobLag: () => Promise<number>;
};

const Figures = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['counter', 'gauge', 'histogram']),
        help: z.string(),
        advice: z.string().describe('What to do about it.'),
        samples: z.array(z.object({ suffix: z.string(), labels: z.record(z.string(), z.string()), value: z.number() })),
      }),
    ),
  })
  .openapi('Figures');

const route = createRoute({
  method: 'get',
  path: '/api/v1/figures',
  operationId: 'getFigures',
  tags: ['Server'],
  summary: 'Figures of the process that answers; the same as /metrics has for Prometheus',
  responses: answers(Figures, 'For people who may see runs, and keys with the scope read.'),
});

/**
 * GET /metrics for Prometheus: for whoever may see runs, so by an API key with the scope read (authorization: Bearer sbx_…). Not for
 * loopback as such: behind a proxy on the same machine everybody comes from there.
 */
export function figureRoutes(app: EdgeApp, deps: FigureDeps): void {
  app.get('/metrics', async (c) => {
    const text = exposition(await read(c.get('ctx'), deps));
    return c.body(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  app.openapi(route, async (c) => {
    const items = (await read(c.get('ctx'), deps)).map((family) => ({
      ...family,
      samples: family.samples.map(({ suffix = '', labels = {}, value }) => ({ suffix, labels, value })),
    }));
    return c.json({ items }, 200);
  });
}

async function read(ctx: Ctx, { meters, health, jobLag }: FigureDeps): Promise<Family[]> {
  authorize(ctx, 'run.read', 'anywhere');
  const heads = ctx.state.db.selectFrom('ledger_heads').select('seq').where('workspace_id', '=', ctx.workspaceId);
  const [ledger, jobLagSeconds] = await Promise.all([
    heads.executeTakeFirst().then(
      (row) => (row === undefined ? null : Number(row.seq)),
      () => null,
    ),
    jobLag().catch(() => null),
  ]);
  const { user, system } = process.cpuUsage();
  return families(meters, {
    ...{ health: health(), ledgerSeq: ledger, jobLagSeconds, cpuSeconds: (user + system) / 1e6 },
    ...{ rssBytes: process.memoryUsage.rss(), uptimeSeconds: process.uptime() },
  });
}
