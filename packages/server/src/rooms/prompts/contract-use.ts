import { z } from '@hono/zod-openapi';

/** Where a prompt is used, and how its versions do. */

const count = z.number().int();
const Figures = z.object({
  runs: count.describe('Invocations of agents by a release that holds the version.'),
  completed: z.object({
    count,
    inferred: count.describe('How many of these nobody declared: told from the spans alone.'),
  }),
  failed: count,
  unknown: count.describe('Invocations without an outcome: neither completed nor failed.'),
  costUsd: z.number().nullable().describe('null = unknown.'),
  costUnknownCalls: count.describe('Model calls of unknown cost, which costUsd does not hold.'),
  scores: z.array(z.object({ name: z.string(), mean: z.number(), count })),
});
export const PromptUse = z
  .object({
    from: z.string(),
    to: z.string(),
    versions: z.array(
      z.object({
        number: count,
        releases: z.array(
          z.object({
            releaseId: z.string(),
            version: z.string(),
            digest: z.string(),
            createdAt: z.string(),
            agentId: z.string(),
            agentName: z.string(),
            servedIn: z.array(z.string()).describe('Environments that serve it now.'),
          }),
        ),
        figures: Figures.nullable().describe(
          'Of its releases, which differ in more than this prompt. null = they cannot be read, or not by the caller.',
        ),
      }),
    ),
    agents: z
      .array(
        z.object({
          agentId: z.string(),
          name: z.string(),
          teamId: z.string(),
          ownerId: z.string().nullable(),
          ownerName: z.string().nullable(),
          servedIn: z.array(z.string()),
        }),
      )
      .describe('Agents with a release that holds it.'),
  })
  .openapi('PromptUse');
export type PromptUse = z.infer<typeof PromptUse>;
export const PromptUseQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(30) });
