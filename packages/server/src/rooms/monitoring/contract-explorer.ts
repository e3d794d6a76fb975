import { z } from '@hono/zod-openapi';
import { RunsAsked } from './contract.ts';

/** The explorer: counts of the runs that a filter means. Shapes of the room, part of its contract. */

const Outcomes = z.object({
  completed: z.number().int(),
  failed: z.number().int(),
  passedToPerson: z.number().int(),
  abandoned: z.number().int(),
  unknown: z.number().int(),
});

export const HistogramQuery = z.object({
  ...RunsAsked.shape,
  buckets: z.coerce.number().int().min(1).max(200).default(60).describe('At most so many; widths are whole minutes.'),
});
export type HistogramQuery = z.infer<typeof HistogramQuery>;

export const Histogram = z
  .object({
    from: z.string(),
    to: z.string(),
    bucketSeconds: z.number().int(),
    buckets: z.array(Outcomes.extend({ at: z.string().describe('Start of the bucket.') })).describe('Empty ones too.'),
    total: z.number().int(),
  })
  .openapi('RunHistogram');
export type Histogram = z.infer<typeof Histogram>;

const FacetValue = z.object({ value: z.string().describe("'' = not told."), runs: z.number().int() });

export const RunFacetCounts = z
  .object({
    total: z.number().int(),
    facets: z
      .array(z.object({ by: z.string().describe('As in a condition of the filter.'), values: z.array(FacetValue) }))
      .describe('Each over the runs that all other conditions leave; at most 50 values, most runs first.'),
  })
  .openapi('RunFacetCounts');
export type RunFacetCounts = z.infer<typeof RunFacetCounts>;

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};

export const StepListQuery = z.object({
  ...page,
  ...RunsAsked.shape,
  kind: z.string().max(40).optional(),
  model: z.string().max(200).optional(),
  tool: z.string().max(200).optional(),
  failing: z.enum(['true']).optional().describe('Only the deepest failing steps.'),
  minDurationMs: z.coerce.number().min(0).max(1e12).optional(),
});
export type StepListQuery = z.infer<typeof StepListQuery>;

export const ListedStep = z
  .object({
    runId: z.string(),
    spanId: z.string(),
    teamId: z.string(),
    agent: z.string(),
    environment: z.string().nullable(),
    release: z.string().nullable(),
    kind: z.string(),
    model: z.string().nullable(),
    provider: z.string().nullable(),
    tool: z.string().nullable(),
    startedAt: z.string(),
    durationMs: z.number().nullable(),
    firstTokenMs: z.number().nullable(),
    isError: z.boolean(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    costUsd: z.number().nullable(),
  })
  .openapi('ListedStep');
export type ListedStep = z.infer<typeof ListedStep>;
export const ListedSteps = z
  .object({ items: z.array(ListedStep), nextCursor: z.string().nullable() })
  .openapi('ListedSteps');
export type ListedSteps = z.infer<typeof ListedSteps>;

export const UserListQuery = z.object({ ...page, ...RunsAsked.shape });
export type UserListQuery = z.infer<typeof UserListQuery>;

export const ListedUser = z
  .object({
    teamId: z.string(),
    user: z.string().describe('As the client sent it; ids of different teams are different people.'),
    runs: z.number().int(),
    conversations: z.number().int(),
    firstAt: z.string(),
    lastAt: z.string(),
    agents: z.array(z.string()).describe('At most 20.'),
    outcomes: Outcomes,
    errors: z.number().int(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    costUsd: z.number().nullable(),
    unknownCostRuns: z.number().int(),
  })
  .openapi('ListedUser');
export type ListedUser = z.infer<typeof ListedUser>;
export const ListedUsers = z
  .object({ items: z.array(ListedUser), nextCursor: z.string().nullable() })
  .openapi('ListedUsers');
export type ListedUsers = z.infer<typeof ListedUsers>;

export const RunsExportQuery = z.object({
  ...RunsAsked.shape,
  format: z.enum(['csv', 'jsonl']).default('csv'),
  ids: z.string().max(12_000).optional().describe('Only these runs: ids, comma between.'),
});
export type RunsExportQuery = z.infer<typeof RunsExportQuery>;
