import { z } from '@hono/zod-openapi';

/** Shapes of model providers: where Signalbox itself may ask models, and with which key. Not where people sign in. */

/** How a provider is spoken to: OpenAI's chat completions (vLLM, Ollama and most gateways too), or Anthropic's messages. */
const providerDialects = ['openai', 'anthropic'] as const;

const BaseUrl = z
  .string()
  .trim()
  .max(500)
  .regex(/^https?:\/\/[^/?#\s@]+(?:\/[^?#\s]*)?$/, 'must look like https://api.openai.com/v1, without user, ? and #')
  .describe('What comes before /chat/completions; of Anthropic, what comes before /v1/messages.');
const ApiKey = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .regex(/^[\x21-\x7e]+$/, 'letters, digits and signs without spaces')
  .nullable();
const Models = z.array(z.string().trim().min(1).max(200)).max(200).describe('Offered in lists; others can be asked.');
const Name = z.string().trim().min(1).max(120);
const PricedAs = z
  .string()
  .trim()
  .max(60)
  .describe(
    'Whose prices hold, as the price list calls it: openai, anthropic … "" = whoever has a model of that name.',
  );

export const ModelProvider = z
  .object({
    id: z.string(),
    name: z.string(),
    dialect: z.enum(providerDialects),
    baseUrl: z.string(),
    models: z.array(z.string()),
    pricedAs: z.string(),
    hasKey: z.boolean().describe('The key itself is never shown.'),
    teamId: z.string().nullable().describe('null = all teams of the workspace may use it.'),
    createdAt: z.string(),
    createdBy: z.string(),
    changedAt: z.string(),
  })
  .openapi('ModelProvider');
export type ModelProvider = z.infer<typeof ModelProvider>;
export const ModelProviders = z.object({ items: z.array(ModelProvider) }).openapi('ModelProviders');

const Use = z.object({
  actor: z.string(),
  actorName: z.string().nullable(),
  uses: z.number().int().describe('Try-outs and runs of the playground.'),
  lastAt: z.string(),
});
export const ModelProviderDetail = ModelProvider.extend({
  uses: z.array(Use).describe('Who used it, last one first: to be shown before it is removed.'),
}).openapi('ModelProviderDetail');
export type ModelProviderDetail = z.infer<typeof ModelProviderDetail>;

export const AddModelProvider = z.object({
  name: Name,
  dialect: z.enum(providerDialects),
  baseUrl: BaseUrl,
  apiKey: ApiKey.default(null).describe('Kept sealed. null = the provider wants none.'),
  models: Models.default([]),
  pricedAs: PricedAs.default(''),
  teamId: z.string().max(80).nullable().default(null),
});
export type AddModelProvider = z.infer<typeof AddModelProvider>;
export const ChangeModelProvider = z.object({
  name: Name.optional(),
  baseUrl: BaseUrl.optional().describe('At another host the key must be given again: it is never carried there.'),
  apiKey: ApiKey.optional().describe('Left out = as it is; null = none any more.'),
  models: Models.optional(),
  pricedAs: PricedAs.optional(),
});
export type ChangeModelProvider = z.infer<typeof ChangeModelProvider>;
export const RemoveModelProvider = z.object({
  confirm: z.string().max(200).describe('Its name, typed by who removes it.'),
});

export const TryModelProvider = z.object({ model: z.string().trim().min(1).max(200) });
export const TriedModelProvider = z
  .object({
    ok: z.boolean(),
    text: z.string().nullable().describe('What the model said, its beginning.'),
    model: z.string().nullable().describe('As the provider names it in its answer.'),
    ms: z.number().int().describe('How long it took.'),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('What went wrong, with the provider’s own words where it had some.'),
  })
  .openapi('TriedModelProvider');
export type TriedModelProvider = z.infer<typeof TriedModelProvider>;
