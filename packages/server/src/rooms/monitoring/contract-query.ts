import { z } from '@hono/zod-openapi';

/** Questions to the one catalogue of measures and dimensions: shapes of the room, part of its contract. */

const direction = z.boolean().nullable().describe('Is higher better? null = neither.');

const Measure = z
  .object({
    id: z.string(),
    label: z.string(),
    unit: z.enum(['count', 'ratio', 'ms', 'tokens', 'usd', 'score']).describe('A ratio lies between 0 and 1.'),
    direction,
    description: z.string(),
    dimensions: z.array(z.string()).optional().describe('What it can be split and narrowed by.'),
  })
  .openapi('QueryMeasure');
const Dimension = z
  .object({
    ...{ id: z.string(), label: z.string(), description: z.string() },
    personal: z.boolean().optional().describe('Only for who may see runs.'),
  })
  .openapi('QueryDimension');
export const QueryCatalogue = z
  .object({ measures: z.array(Measure), dimensions: z.array(Dimension) })
  .openapi('QueryCatalogue');
export type QueryCatalogue = z.infer<typeof QueryCatalogue>;

const id = z.string().min(1).max(80);
const Filter = z.object({
  dimension: id,
  op: z.enum(['is', 'is_not', 'contains']).describe('`contains` minds no case.'),
  values: z.array(z.string().max(400)).min(1).max(50).describe('Any of them; "" = not told.'),
});
export type QueryFilter = z.infer<typeof Filter>;

export const Query = z
  .object({
    measures: z.array(id).min(1).max(10),
    dimensions: z.array(id).max(2).default([]),
    filters: z.array(Filter).max(24).default([]).describe('As many as a widget keeps, and the place of its page.'),
    from: z.iso.datetime({ offset: true }).describe('The minutes that `from` and `to` cut count whole.'),
    to: z.iso.datetime({ offset: true }),
    grain: z
      .enum(['none', 'minute', 'hour', 'day', 'week', 'auto'])
      .default('none')
      .describe('One row a step of time and group; `auto` picks by the length of the range. Weeks begin on Monday.'),
    timeZone: z.string().max(80).default('UTC').describe('Where hours, days and weeks begin: a name as IANA has it.'),
    compare: z.literal('previous').optional().describe('Also of as long a range just before.'),
    limit: z.number().int().min(1).max(200).default(20).describe('Groups told by themselves: the first by `order`.'),
    order: z
      .object({ by: id.describe('A measure of the question.'), direction: z.enum(['asc', 'desc']) })
      .optional()
      .describe('Default: the largest by the first measure.'),
  })
  .openapi('Query');
export type Query = z.infer<typeof Query>;

const Column = z
  .object({
    id: z.string(),
    kind: z.enum(['time', 'dimension', 'measure']),
    label: z.string(),
    unit: z.string().nullable(),
    direction,
  })
  .openapi('QueryColumn');
export type QueryColumn = z.infer<typeof Column>;

const cell = z.union([z.string(), z.number(), z.null()]);
const rows = z.array(z.array(cell));
const share = z.array(z.number().nullable());
const Shares = z
  .object({
    inferred: z.record(z.string(), share),
    unknown: z.record(z.string(), share),
    n: z.record(z.string(), share),
  })
  .describe(
    'By measure, a figure for each row: of outcomes, the part of the known ones that nobody declared, and the part that is unknown; and of how many a rate, mean or percentile is.',
  )
  .openapi('QueryShares');
export type QueryShares = z.infer<typeof Shares>;

export const QueryAnswer = z
  .object({
    columns: z.array(Column).describe('Time, where a grain was asked for; then dimensions; then measures.'),
    rows: rows.describe('null in a dimension = not told; in a measure = unknown.'),
    folded: z
      .array(z.number().int())
      .describe('Rows that hold all groups beyond the limit; their dimensions say "others".'),
    previous: rows.optional().describe('The same groups in the range before; its times are its own.'),
    shares: Shares,
    previousShares: Shares.optional(),
    grain: z.enum(['none', 'minute', 'hour', 'day', 'week']),
    timeZone: z.string(),
    points: z
      .array(z.string())
      .describe('All steps of time of the range, also those without a row. Empty without a grain.'),
    previousPoints: z.array(z.string()).optional(),
    answeredBy: z.array(z.string()).describe('Tables that were asked.'),
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
  })
  .openapi('QueryAnswer');
export type QueryAnswer = z.infer<typeof QueryAnswer>;
