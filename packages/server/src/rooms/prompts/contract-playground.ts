import { z } from '@hono/zod-openapi';
import { At, Content, RenderPrompt } from './contract.ts';

/** Shapes of the playground: lanes (what is asked of which model) × rows (values of variables). */

const count = z.number().int();
/** Any JSON, as in contract.ts. */
const Json = z.unknown();
const name = z.string().max(200);

/** Where the content of a lane comes from. */
const Source = z.union([
  z.strictObject({ promptId: name.describe('An id or a name.'), at: At }),
  z.strictObject({ promptId: name, draft: z.literal(true).describe('What the caller is writing.') }),
  z.strictObject({ content: Content }),
]);

export const Lane = z.strictObject({
  source: Source,
  providerId: z.string().max(80),
  model: z.string().trim().min(1).max(200),
  parameters: Content.shape.settings.unwrap().shape.parameters.unwrap().optional().describe('Instead of its own.'),
  tools: Content.shape.settings.unwrap().shape.tools.unwrap().optional().describe('Instead of its own.'),
  toolChoice: z.string().max(200).optional().describe('auto, none, required, or a tool. Instead of its own.'),
  outputSchema: Content.shape.outputSchema.unwrap().optional().describe('Instead of its own; null = none.'),
  userMessage: z
    .string()
    .max(100_000)
    .nullable()
    .default(null)
    .describe('Liquid: what a person says after it. A text prompt is then the system’s message, else the person’s.'),
  stream: z.boolean().default(false).describe('Streamed, the time to the first word is known too.'),
});
export type Lane = z.infer<typeof Lane>;

/** As variables of a prompt: not too deep, since it is written down as JSON. */
const Row = RenderPrompt.shape.variables.unwrap() as unknown as z.ZodType<{ [name: string]: unknown }>;
export const mostLanes = 6;
export const mostRows = 100;
export const StartRun = z.object({
  teamId: z.string().max(80).describe('The team it is for; its providers and those of the workspace may be used.'),
  name: z.string().trim().max(200).default(''),
  lanes: z.array(Lane).min(1).max(mostLanes),
  rows: z
    .array(Row)
    .min(1)
    .max(mostRows)
    .default([{}])
    .describe('Variables by name, as the prompts declare them; one row without any is fine.'),
});
export type StartRun = z.infer<typeof StartRun>;

const usd = z.number().nullable().describe('US dollars by the price list; null = no price or no tokens are known.');
const Estimated = z.object({
  inputTokens: count.describe('About; each model counts differently.'),
  outputTokens: count.describe('Assumed: the limit of the parameters, at most 500 for each answer.'),
  costUsd: usd,
});
export const RunEstimate = z
  .object({
    cells: count.describe('Calls that will be made: lanes × rows.'),
    lanes: z.array(Estimated.extend({ problem: z.string().nullable().describe('Why some rows cannot be asked.') })),
    total: Estimated.describe('costUsd is null where one lane’s is.'),
  })
  .openapi('PlaygroundEstimate');
export type RunEstimate = z.infer<typeof RunEstimate>;

const runStates = ['running', 'done', 'cancelled', 'interrupted'] as const;
const RunLane = z.object({
  promptId: z.string().nullable(),
  promptName: z.string().nullable(),
  number: count.nullable().describe('The version; null = a draft or a content of its own.'),
  providerId: z.string(),
  providerName: z.string(),
  model: z.string(),
  userMessage: z.string().nullable(),
  stream: z.boolean(),
  content: Content.describe(
    'As it was asked, with the lane’s model, parameters, tools and schema: save it as a version.',
  ),
});
export type RunLane = z.infer<typeof RunLane>;
export const PlaygroundRun = z
  .object({
    id: z.string(),
    teamId: z.string(),
    name: z.string(),
    state: z.enum(runStates).describe('interrupted = the server ended meanwhile; what is done is kept.'),
    lanes: z.array(RunLane),
    rows: z.array(Row),
    counts: z.object({ waiting: count, running: count, done: count, failed: count, cancelled: count }),
    costUsd: z.number().describe('Of answers whose cost is known.'),
    costUnknown: count.describe('Answers whose cost is not.'),
    createdAt: z.string(),
    createdBy: z.string(),
    finishedAt: z.string().nullable(),
    expiresAt: z.string().describe('Until when it is kept.'),
  })
  .openapi('PlaygroundRun');
export type PlaygroundRun = z.infer<typeof PlaygroundRun>;
export const PlaygroundRunHead = PlaygroundRun.omit({ lanes: true, rows: true })
  .extend({ lanes: count, rows: count })
  .openapi('PlaygroundRunHead');
export type PlaygroundRunHead = z.infer<typeof PlaygroundRunHead>;
export const PlaygroundRunList = z
  .object({ items: z.array(PlaygroundRunHead), nextCursor: z.string().nullable() })
  .openapi('PlaygroundRunList');
export const RunListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

const ToolCall = z.object({
  id: z.string(),
  name: z.string(),
  arguments: z.string().describe('JSON, as the model wrote it.'),
});
const Turn = z.union([
  z.object({ role: z.literal('assistant'), text: z.string(), toolCalls: z.array(ToolCall) }),
  z.object({ role: z.literal('tool'), callId: z.string(), name: z.string(), content: z.string() }),
]);
export type Turn = z.infer<typeof Turn>;
const tokens = count.nullable().describe('null = the provider did not say.');
export const PlaygroundCell = z
  .object({
    lane: count.describe('From 0.'),
    row: count.describe('From 0.'),
    seq: count.describe('Counts changes of the run’s cells: ask for those after the last one seen.'),
    state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    text: z.string().nullable(),
    isCut: z.boolean().describe('The text was longer; its beginning is kept.'),
    refusal: z.string().nullable(),
    toolCalls: z
      .array(ToolCall)
      .describe('What the model wants to call; nothing is called. Give results by hand to go on.'),
    object: Json.describe('The answer as JSON, where a schema was given and it is JSON; else null.'),
    schema: z.enum(['none', 'valid', 'invalid', 'not_json']),
    schemaErrors: z.array(z.object({ path: z.string(), message: z.string() })),
    finish: z.enum(['stop', 'length', 'tool_calls', 'filtered', 'other']).nullable(),
    model: z.string().nullable().describe('As the provider names it.'),
    ms: count.nullable().describe('Time of the whole answer.'),
    firstMs: count.nullable().describe('To the first word, where streamed.'),
    attempts: count.describe('Calls made for this answer; more than 1 after a rate limit.'),
    tokens: z.object({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: tokens, reasoning: tokens }),
    costUsd: usd,
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    turns: z.array(Turn).describe('What was said before this answer: earlier answers and tool results given by hand.'),
  })
  .openapi('PlaygroundCell');
export type PlaygroundCell = z.infer<typeof PlaygroundCell>;
export const CellsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('Only cells that changed after this `seq`.'),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
export const PlaygroundCells = z
  .object({
    items: z.array(PlaygroundCell).describe('By `seq`.'),
    after: count.describe('What to ask after next.'),
    run: PlaygroundRun.pick({ state: true, counts: true, costUsd: true, costUnknown: true, finishedAt: true }),
  })
  .openapi('PlaygroundCells');
export type PlaygroundCells = z.infer<typeof PlaygroundCells>;

export const GiveToolResults = z.object({
  lane: count.min(0).max(mostLanes - 1),
  row: count.min(0).max(mostRows - 1),
  results: z
    .array(z.object({ callId: z.string().max(300), content: z.string().max(100_000) }))
    .min(1)
    .max(50)
    .describe('One for each call that the model asked for.'),
});
export type GiveToolResults = z.infer<typeof GiveToolResults>;
