import { z } from '@hono/zod-openapi';

/** Pages of charts that people put together from the catalogue of measures; one of them, `fleet`, is built in. */

const word = z.string().trim().min(1).max(120);
const Filter = z.strictObject({
  dimension: word,
  op: z.enum(['is', 'is_not', 'contains']),
  values: z.array(z.string().max(400)).min(1).max(50),
});

/** What a widget asks of POST /api/v1/query; the time comes from the page. */
const WidgetQuery = z.strictObject({
  measures: z.array(word).min(1).max(10).describe('Ids of GET /api/v1/query/catalogue.'),
  dimensions: z.array(word).max(2).default([]),
  filters: z.array(Filter).max(20).default([]),
  grain: z.enum(['none', 'minute', 'hour', 'day', 'week', 'auto']).default('auto'),
  compare: z.literal('previous').exactOptional().describe('Beside the same length of time before.'),
});

const Layout = z
  .strictObject({
    x: z.number().int().min(0).max(11),
    y: z.number().int().min(0).max(999),
    w: z.number().int().min(1).max(12),
    h: z.number().int().min(1).max(20),
  })
  .refine(({ x, w }) => x + w <= 12, { error: 'does not fit: x + w is at most 12', path: ['w'] });

export const Widget = z
  .strictObject({
    id: z.string().regex(/^[\w-]{1,40}$/, 'is up to 40 letters, digits, _ and -'),
    title: z.string().trim().max(120).default(''),
    kind: z.enum(['line', 'bar', 'table', 'stat']),
    query: WidgetQuery,
    layout: Layout.describe('On twelve columns.'),
  })
  .openapi('Widget');
export type Widget = z.infer<typeof Widget>;

const shape = {
  name: word,
  description: z.string().trim().max(2000).default(''),
  range: z.enum(['15m', '1h', '24h', '7d', '30d']).default('24h').describe('Shown where the page says no other time.'),
  widgets: z
    .array(Widget)
    .max(40)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { error: 'two widgets have the same id' })
    .default([]),
};
/** What a dashboard says, without where it stands. */
export const DashboardBody = z.strictObject(shape);
export type DashboardBody = z.infer<typeof DashboardBody>;

const teamId = z
  .string()
  .max(80)
  .nullable()
  .default(null)
  .describe('The team it is of; null = of the whole workspace.');
export const WriteDashboard = z.strictObject({ ...shape, teamId });
export type WriteDashboard = z.infer<typeof WriteDashboard>;

export const DuplicateDashboard = z.strictObject({
  name: word.exactOptional().describe('Left out = that of the first, with "copy".'),
  teamId: teamId.unwrap().exactOptional().describe('Left out = as the first.'),
});
export const ImportDashboard = z.strictObject({
  yaml: z.string().min(1).max(300_000).describe('As GET /api/v1/dashboards/{id}.yaml gives it.'),
  teamId,
});

/** As the header `If-Match` has it: the version, in quotes or not. */
export const IfDashboardVersion = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,9}"?$/, 'must be the version that was read, such as "3"')
    .describe('The version that was read, which is the ETag of GET; another one by now is refused.'),
});

const told = {
  id: z.string(),
  teamId: z.string().nullable(),
  builtIn: z.boolean().describe('Comes with Signalbox: it can be duplicated, and not changed.'),
  version: z.number().int(),
  createdBy: z.string().nullable(),
  changedAt: z.string().nullable().describe('null = built in.'),
};
export const Dashboard = z.object({ ...told, ...shape }).openapi('Dashboard');
export type Dashboard = z.infer<typeof Dashboard>;

const { name, description, range } = shape;
export const ListedDashboard = z
  .object({ ...told, name, description, range, widgets: z.number().int() })
  .openapi('ListedDashboard');
export type ListedDashboard = z.infer<typeof ListedDashboard>;
export const DashboardList = z.object({ items: z.array(ListedDashboard) }).openapi('DashboardList');
export type DashboardList = z.infer<typeof DashboardList>;

export const ImportedDashboard = z
  .object({ outcome: z.enum(['created', 'changed', 'unchanged']), dashboard: Dashboard })
  .openapi('ImportedDashboard');
export type ImportedDashboard = z.infer<typeof ImportedDashboard>;
