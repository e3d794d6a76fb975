import { z } from '@hono/zod-openapi';
import { VersionHead } from './contract.ts';

/** What was done to a prompt, from the ledger. */

export const PromptHistoryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(800).optional(),
});
export type PromptHistoryQuery = z.infer<typeof PromptHistoryQuery>;
export const PromptHistory = z
  .object({
    items: z
      .array(
        z.object({
          seq: z.number().int().describe('Its number in the ledger.'),
          time: z.string(),
          actor: z.string(),
          actorName: z.string().nullable(),
          type: z.string(),
          payload: z.unknown(),
          why: z.string().nullable().describe('The reason, message, comment or verdict that was given; null = none.'),
          source: VersionHead.shape.source.describe('Of a version that was saved.'),
        }),
      )
      .describe('Newest first, with the syncs and review rules of its folder as it stands now.'),
    nextCursor: z.string().nullable(),
  })
  .openapi('PromptHistory');
export type PromptHistory = z.infer<typeof PromptHistory>;

export const PromptUseCountsQuery = z.object({
  ids: z.string().max(20_000).describe('Ids of prompts with commas between, at most 200.'),
});
export const PromptUseCounts = z
  .object({
    items: z.array(
      z.object({
        promptId: z.string(),
        agents: z.number().int().describe('With a release that holds it, of those that the caller sees.'),
        releases: z.number().int(),
      }),
    ),
  })
  .openapi('PromptUseCounts');
export type PromptUseCounts = z.infer<typeof PromptUseCounts>;
