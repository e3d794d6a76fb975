import { z } from '@hono/zod-openapi';
import { Cost } from './contract-figures.ts';

/** What models cost, and what was spent: shapes of the room, part of its contract. */

const usd = z.number().min(0).max(100_000);
const Rates = z
  .object({
    input: usd.describe('USD per million input tokens that no cache touched.'),
    output: usd,
    cacheRead: usd.optional().describe('Left out = as `input`.'),
    cacheWrite5m: usd.optional().describe('Left out = as `input`. Telemetry does not tell writes for an hour apart.'),
    cacheWrite1h: usd.optional(),
    reasoning: usd.optional().describe('Left out = as `output`.'),
  })
  .openapi('PriceRates');

const ListedPrice = Rates.extend({
  provider: z.string(),
  models: z.array(z.string()).describe('Their dated aliases have the same price.'),
  validFrom: z.string().describe('The first day, or one before it.'),
  batch: z.number().optional().describe('The part of the price that a batch costs. Telemetry does not tell batches.'),
  above: Rates.extend({ inputTokens: z.number().int() })
    .optional()
    .describe('Rates of a call with more input tokens than this.'),
  source: z.string(),
}).openapi('ListedPrice');

const discount = z.number().min(0).max(100);
export const PriceOverride = z
  .object({
    id: z.string(),
    provider: z.string().nullable().describe('null = whoever.'),
    model: z.string().describe('A name, its dated aliases included; or with * at its end all that begin so.'),
    rates: Rates.nullable(),
    discountPercent: discount.nullable().describe('Off the list price, where no `rates` are given.'),
  })
  .openapi('PriceOverride');
export type PriceOverride = z.infer<typeof PriceOverride>;

const whole = z.number().int();
export const PriceList = z
  .object({
    recalculation: z
      .object({ total: whole.nullable().describe('Traces concerned; null until they are counted.'), done: whole })
      .nullable()
      .describe('How far costs have followed the last changes of prices; null = they have.'),
    asOf: z.string().describe('Day of the list that comes with this version.'),
    currency: z.literal('USD'),
    overrides: z.array(PriceOverride),
    list: z.array(ListedPrice),
  })
  .openapi('PriceList');
export type PriceList = z.infer<typeof PriceList>;

export const SetPrice = z
  .object({
    provider: z.string().trim().toLowerCase().max(200).optional(),
    model: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(400)
      .regex(/^[^*]*\*?$/, 'A * may stand at the end only.'),
    rates: Rates.optional(),
    discountPercent: discount.optional(),
  })
  .refine((body) => (body.rates === undefined) !== (body.discountPercent === undefined), {
    message: 'Give either rates or a discount.',
    path: ['rates'],
  })
  .openapi('SetPrice');
export type SetPrice = z.infer<typeof SetPrice>;

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};
const range = { from: z.iso.datetime().optional(), to: z.iso.datetime().optional() };

export const PricesQuery = z.object({ ...range, ...page, limit: page.limit.default(200) });
export type PricesQuery = z.infer<typeof PricesQuery>;
const CalledModel = z.object({
  provider: z.string().nullable(),
  model: z.string(),
  calls: whole.describe('Model calls within the range.'),
  unknownCalls: whole.describe('Those of unknown cost; the others told theirs.'),
  inputTokens: whole.nullable().describe('Of all its calls, as far as told; null = none was told.'),
  outputTokens: whole.nullable(),
});
const told = { nextCursor: z.string().nullable(), from: z.string(), to: z.string() };
export const MissingPrices = z.object({ items: z.array(CalledModel), ...told }).openapi('MissingPrices');
export type MissingPrices = z.infer<typeof MissingPrices>;

const PriceInForce = z
  .object({
    version: z.string().describe('Changes with all that is charged; invocations keep the one they were computed with.'),
    rates: Rates,
    above: Rates.extend({ inputTokens: whole })
      .nullable()
      .describe('Rates of a call with more input tokens than this.'),
    overrideId: z.string().nullable().describe('Said here, or a discount said here; null = as listed.'),
    source: z.string().nullable().describe('Where the listed rates are published; null = said here.'),
    validFrom: z.string().nullable(),
  })
  .openapi('PriceInForce');
export const UsedPrices = z
  .object({
    items: z.array(
      CalledModel.extend({
        price: PriceInForce.nullable().describe('null = none is known.'),
      }),
    ),
    ...told,
  })
  .openapi('UsedPrices');
export type UsedPrices = z.infer<typeof UsedPrices>;

export const CostsQuery = z.object({
  by: z.enum(['agent', 'release', 'environment', 'team', 'model', 'user']),
  ...range,
  teamId: z.string().max(80).optional(),
  agent: z.string().max(400).optional(),
  environment: z.string().max(200).optional(),
  ...page,
});
export type CostsQuery = z.infer<typeof CostsQuery>;

const name = z.string().nullable();
export const CostLine = z
  .object({
    teamId: name,
    agent: name,
    release: name,
    environment: name,
    provider: name,
    model: name,
    user: name,
    cost: Cost,
    modelCalls: z.number().int(),
    inputTokens: z.number().int().nullable().describe('null = none was told.'),
    outputTokens: z.number().int().nullable(),
  })
  .openapi('CostLine');
export type CostLine = z.infer<typeof CostLine>;

export const Costs = z
  .object({
    items: z.array(CostLine).describe('The dearest first; those of unknown cost last.'),
    nextCursor: z.string().nullable(),
    from: z.string(),
    to: z.string(),
  })
  .openapi('Costs');
export type Costs = z.infer<typeof Costs>;
