import { z } from '@hono/zod-openapi';

/** Figures of agents and what they cost: shapes of the room, part of its contract. */

export const Cost = z
  .object({
    usd: z.number().nullable().describe('Reported by clients and computed from the price list. null = unknown.'),
    computedUsd: z.number().nullable().describe('The part that was computed; the rest was reported. null = none.'),
    unknownCalls: z.number().int().describe('Model calls of unknown cost: no tokens told, or no price. Not in `usd`.'),
  })
  .openapi('Cost');
export type Cost = z.infer<typeof Cost>;

const Share = z.object({
  count: z.number().int(),
  inferred: z.number().int().describe('How many of them nobody declared: told from the spans alone.'),
});

export const AgentFigures = z
  .object({
    teamId: z.string(),
    agent: z.string().describe('The key of the agent.'),
    split: z.string().nullable().describe('Its release or environment where asked by one; null = not told.'),
    invocations: z.number().int(),
    topLevel: z.number().int().describe('Invocations that began a run; the others were nested.'),
    unbound: z.number().int().describe('Sent with a key that is bound to another agent or environment.'),
    outcomes: z.object({ completed: Share, failed: Share, passedToPerson: Share, abandoned: Share, unknown: Share }),
    refused: z.number().int(),
    errors: z.number().int().describe('Deepest failing steps.'),
    modelCalls: z.number().int(),
    toolCalls: z.number().int(),
    tokens: z.object({
      input: z.number().int().nullable(),
      output: z.number().int().nullable(),
      cacheRead: z.number().int().nullable(),
      cacheWrite: z.number().int().nullable(),
      reasoning: z.number().int().nullable(),
      unknownCalls: z.number().int().describe('Model calls whose tokens are unknown.'),
    }),
    cost: Cost,
    durationMs: z.object({
      mean: z.number().nullable(),
      p50: z.number().nullable().describe('From a histogram of eight buckets to the doubling.'),
      p95: z.number().nullable(),
      known: z.number().int().describe('Invocations whose duration is known.'),
    }),
    firstAt: z.string().describe('Start of the first invocation within the range.'),
    lastAt: z.string(),
    series: z.object({ invocations: z.array(z.number().int()), failed: z.array(z.number().int()) }),
  })
  .openapi('AgentFigures');
export type AgentFigures = z.infer<typeof AgentFigures>;
