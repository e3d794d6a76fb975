import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { Preview } from './contract.ts';
import { Calendar, CalendarQuery, ImportedFreezes, ImportFreezes } from './contract-calendar.ts';
import { icsOf } from './model/calendar/ics-write.ts';
import { importFreezes } from './verbs/import-freezes.ts';
import { calendar } from './views/calendar.ts';

const tags = ['Deployments'];
const list = createRoute({
  method: 'get',
  path: '/api/v1/calendar',
  operationId: 'getCalendar',
  summary: 'What was deployed, is to be, and when nothing is',
  tags,
  request: { query: CalendarQuery },
  responses: answers(Calendar, 'Deployments, schedules and freezes by their beginning.'),
});
const { default: problem } = answers(z.string(), '');
const ics = createRoute({
  method: 'get',
  path: '/api/v1/calendar.ics',
  operationId: 'getCalendarIcs',
  summary: 'The calendar as iCalendar, to subscribe to with a key',
  tags,
  request: { query: CalendarQuery },
  responses: {
    200: { description: 'RFC 5545.', content: { 'text/calendar': { schema: z.string() } } },
    default: problem,
  },
});
const take = createRoute({
  method: 'post',
  path: '/api/v1/freezes/import',
  operationId: 'importFreezes',
  summary: 'Make freezes of the events of a calendar',
  tags,
  request: { headers: MutationHeaders, query: Preview, body: body(ImportFreezes) },
  responses: answers(ImportedFreezes, 'A result for each event; again as often as you like.'),
});

export function registerCalendar(app: EdgeApp): void {
  app.openapi(list, async (c) => c.json(await calendar(c.get('ctx'), c.req.valid('query')), 200));
  app.openapi(ics, async (c) => {
    const ctx = c.get('ctx');
    const { items } = await calendar(ctx, c.req.valid('query'));
    const text = icsOf(items, new Date(ctx.clock.now()).toISOString());
    return c.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8' });
  });
  app.openapi(take, async (c) => {
    const isPreview = c.req.valid('query').preview === 'true';
    return c.json(await importFreezes(c.get('ctx'), { ...c.req.valid('json'), isPreview }), 200);
  });
}
