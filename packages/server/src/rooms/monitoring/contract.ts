import { z } from '@hono/zod-openapi';
import { Cost } from './contract-figures.ts';
import { FilterText } from './contract-filter.ts';
import { Score } from './contract-scores.ts';

export type { Score } from './contract-scores.ts';
export type { Condition } from './contract-filter.ts';
export type { Conversation } from './contract-conversations.ts';
export type { AgentFigures } from './contract-figures.ts';
export type {
  CostLine,
  Costs,
  MissingPrices,
  PriceList,
  PriceOverride,
  SetPrice,
  UsedPrices,
} from './contract-costs.ts';

/** Shapes in and out of the room `monitoring`: the source of OpenAPI, the CLI and the web's types. */

const Tokens = z
  .object({
    input: z.number().int().nullable().describe('Input tokens, cache reads and writes included. null = unknown.'),
    output: z.number().int().nullable().describe('Output tokens, reasoning included. null = unknown.'),
    cacheRead: z.number().int().nullable(),
    cacheWrite: z.number().int().nullable(),
    reasoning: z.number().int().nullable(),
  })
  .openapi('Tokens');
export type Tokens = z.infer<typeof Tokens>;

const Kind = z.enum([
  'agent',
  'llm',
  'embedding',
  'tool',
  'retrieval',
  'guardrail',
  'evaluator',
  'handoff',
  'chain',
  'other',
]);
export type StepKind = z.infer<typeof Kind>;

const Outcome = z
  .object({
    value: z.enum(['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown']),
    source: z.enum(['person', 'evaluated', 'declared', 'inferred']).nullable(),
    refused: z.boolean().describe('A model refusal or guardrail block is visible in the data.'),
  })
  .openapi('Outcome');

export const Run = z
  .object({
    id: z.string().describe('<trace id>-<span id of the top invocation>'),
    traceId: z.string(),
    topSpanId: z.string(),
    teamId: z.string(),
    name: z.string().describe('Name of the top span.'),
    agent: z.string().describe('Name of the agent, or of the service where no agent is declared.'),
    agents: z.array(z.string()).describe('All agents seen in the run, outermost first.'),
    service: z.string(),
    release: z.string().nullable(),
    environment: z.string().nullable(),
    conversation: z.string().nullable(),
    user: z.string().nullable(),
    state: z.enum(['running', 'settled', 'unfinished']),
    startedAt: z.string().describe('ISO 8601, UTC.'),
    durationMs: z.number().nullable().describe('null while unknown.'),
    outcome: Outcome,
    errors: z.number().int().describe('Deepest failing steps only; ancestors that pass an error on are not counted.'),
    steps: z.number().int(),
    invocations: z.number().int(),
    modelCalls: z.number().int(),
    toolCalls: z.number().int(),
    tokens: Tokens,
    costUsd: z.number().nullable().describe('Reported by the client and computed from prices. null = unknown.'),
    costComputedUsd: z.number().nullable().describe('The part that was computed; the rest was reported. null = none.'),
    costUnknownCalls: z.number().int().describe('Model calls of unknown cost, which `costUsd` does not hold.'),
    models: z.array(z.string()),
    tools: z.array(z.string()),
    tags: z.array(z.string()),
    promptName: z.string().nullable(),
    promptVersion: z.string().nullable(),
    inputPreview: z.string().nullable(),
    outputPreview: z.string().nullable(),
    marks: z
      .array(z.string())
      .describe('orphan, disputed (its outcomes differ), truncated, clock_suspect, unbound, secret, media, sampled …'),
    version: z.string().describe('Grows with every rebuild of this run.'),
  })
  .openapi('Run');
export type Run = z.infer<typeof Run>;

export const Step = z
  .object({
    spanId: z.string(),
    parentSpanId: z.string().nullable(),
    name: z.string(),
    kind: Kind,
    agent: z.string().describe('Nearest agent above or at this step.'),
    startedAt: z.string(),
    offsetMs: z.number().describe('Milliseconds after the start of the run; negative for clocks that disagree.'),
    durationMs: z.number().nullable(),
    status: z.enum(['unset', 'ok', 'error']),
    isError: z.boolean().describe('True on the deepest failing step only.'),
    errorType: z.string().nullable(),
    errorMessage: z.string().nullable(),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    tool: z.string().nullable(),
    tokens: Tokens,
    countsTokens: z.boolean().describe('False where another step describes the same model call, or repeats a total.'),
    finishReason: z.string().nullable(),
    inputPreview: z.string().nullable(),
    outputPreview: z.string().nullable(),
    marks: z.array(z.string()),
  })
  .openapi('Step');
export type Step = z.infer<typeof Step>;

export const RunPageQuery = z.object({ cursor: z.string().max(500).optional() });

export const RunLinks = z
  .object({
    release: z
      .object({ id: z.string(), agentId: z.string(), version: z.string() })
      .nullable()
      .describe('The release that the run carries, where it is kept here and may be seen.'),
    prompts: z
      .array(
        z.object({
          name: z.string(),
          version: z.string().nullable().describe('As it was sent; null = it was not told.'),
          promptId: z.string().nullable().describe('null = no prompt of this name is kept here and may be seen.'),
          number: z.number().int().nullable().describe('null = the prompt has no such version.'),
        }),
      )
      .describe('That the steps of this page name, at most 50.'),
  })
  .openapi('RunLinks');
export type RunLinks = z.infer<typeof RunLinks>;

export const RunPage = z
  .object({
    run: Run,
    links: RunLinks,
    steps: z.array(Step),
    scores: z.array(Score).describe('Of the run, its steps and its conversation; on the first page.'),
    nextCursor: z.string().nullable().describe('More steps follow.'),
    may: z
      .object({ readContent: z.boolean(), exportContent: z.boolean() })
      .describe('The caller, with what was said in this run.'),
  })
  .openapi('RunPage');
export type RunPage = z.infer<typeof RunPage>;

const Part = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('text'), content: z.string() }),
    z.object({ type: z.literal('reasoning'), content: z.string() }),
    z.object({ type: z.literal('tool_call'), id: z.string().nullable(), name: z.string(), arguments: z.unknown() }),
    z.object({
      type: z.literal('tool_call_response'),
      id: z.string().nullable(),
      name: z.string().optional(),
      response: z.unknown(),
    }),
    z.object({ type: z.literal('media'), mimeType: z.string().nullable(), bytes: z.number(), sha256: z.string() }),
    z.object({ type: z.literal('data'), content: z.unknown() }),
  ])
  .openapi('MessagePart');
export type MessagePart = z.infer<typeof Part>;

export const Message = z
  .object({ role: z.string(), parts: z.array(Part), finishReason: z.string().optional() })
  .openapi('Message');
export type Message = z.infer<typeof Message>;

export const Turn = z
  .object({
    spanId: z.string().describe('The step this was said in.'),
    at: z.string(),
    agent: z.string(),
    kind: Kind,
    direction: z.enum(['system', 'input', 'output']),
    message: Message,
    ref: z.string().describe('Hex of the content reference: equal for equal messages of a trace.'),
    repeats: z.number().int().describe('How many later steps sent this same message again (collapsed).'),
  })
  .openapi('Turn');
export type Turn = z.infer<typeof Turn>;

export const Transcript = z
  .object({ turns: z.array(Turn), truncated: z.boolean().describe('More was said than is shown here.') })
  .openapi('Transcript');
export type Transcript = z.infer<typeof Transcript>;

export const RunExport = z
  .object({
    run: Run,
    steps: z.array(Step),
    turns: z.array(Turn),
    truncated: z.boolean().describe('More was sent than one file holds: 10,000 steps, 2,000 turns, 8 MiB of text.'),
  })
  .openapi('RunExport');
export type RunExport = z.infer<typeof RunExport>;

export const StepDetail = z
  .object({
    step: Step,
    attributes: z.record(z.string(), z.string()),
    resource: z.record(z.string(), z.string()),
    events: z.array(z.object({ time: z.string(), name: z.string(), attributes: z.record(z.string(), z.unknown()) })),
    links: z.array(
      z.object({ traceId: z.string(), spanId: z.string(), attributes: z.record(z.string(), z.unknown()) }),
    ),
    messages: z.array(
      z.object({
        direction: z.enum(['system', 'input', 'output', 'tools']),
        message: Message.nullable(),
        tools: z.unknown().optional(),
      }),
    ),
    logs: z.array(z.object({ time: z.string(), severity: z.string(), eventName: z.string(), body: z.string() })),
    dialect: z.string(),
    scope: z.string(),
  })
  .openapi('StepDetail');
export type StepDetail = z.infer<typeof StepDetail>;

/** Which runs are meant, wherever runs are listed, counted or taken out. */
export const RunsAsked = z.object({
  from: z.iso.datetime().optional().describe('Runs that started at or after this time.'),
  to: z.iso.datetime().optional().describe('Runs that started before this time.'),
  teamId: z.string().max(80).optional(),
  agent: z.string().max(400).optional(),
  environment: z.string().max(200).optional(),
  outcome: z.enum(['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown']).optional(),
  state: z.enum(['running', 'settled', 'unfinished']).optional(),
  conversation: z.string().max(400).optional(),
  user: z.string().max(400).optional(),
  filter: FilterText.optional(),
  q: z.string().trim().min(2).max(200).optional().describe('A word or phrase of what was said; whole words, any case.'),
});

export const RunListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  sort: z.enum(['started', 'duration', 'cost', 'inputTokens', 'outputTokens', 'errors', 'steps']).optional(),
  order: z.enum(['asc', 'desc']).optional().describe('desc if not said; what is unknown comes last both ways.'),
  ...RunsAsked.shape,
});
export type RunListQuery = z.infer<typeof RunListQuery>;

const TextHit = z.object({
  runId: z.string(),
  spanId: z.string(),
  role: z.string(),
  snippet: z.string().describe('What stands around the words found, as text.'),
});
export type TextHit = z.infer<typeof TextHit>;

export const RunList = z
  .object({
    items: z.array(Run),
    nextCursor: z.string().nullable(),
    hits: z.array(TextHit).optional().describe('Where the words of `q` stand: one place for each run.'),
  })
  .openapi('RunList');
export type RunList = z.infer<typeof RunList>;

export const TotalsQuery = z.object({ from: z.iso.datetime().optional(), to: z.iso.datetime().optional() });

export const Totals = z
  .object({
    spans: z.number().int(),
    runs: z.number().int(),
    invocations: z.number().int(),
    errors: z.number().int().describe('Deepest failing steps.'),
    modelCalls: z.number().int(),
    tokens: z.object({
      input: z.number().int(),
      output: z.number().int(),
      unknownCalls: z.number().int().describe('Model calls whose tokens are unknown; not counted as 0 in averages.'),
    }),
    cost: Cost,
    sampled: z
      .boolean()
      .describe('Clients sampled some of these runs and sent the rest of them nowhere: sums are too low, rates hold.'),
    from: z.string().nullable(),
    to: z.string().nullable(),
    closedThrough: z.string().nullable().describe('Up to here rollups answer; after it the spans themselves.'),
    asOf: z.string(),
  })
  .openapi('Totals');
export type Totals = z.infer<typeof Totals>;

export const Facets = z.object({ agents: z.array(z.string()), environments: z.array(z.string()) }).openapi('Facets');
export type Facets = z.infer<typeof Facets>;

export const DemoState = z
  .object({
    state: z.enum(['none', 'present', 'removing']).describe('Whether telemetry of the demo fleet is here.'),
    teamId: z.string().nullable().describe('The demo team; null before the first demo.'),
  })
  .openapi('DemoState');
export type DemoState = z.infer<typeof DemoState>;
