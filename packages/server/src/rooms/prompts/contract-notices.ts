import { z } from '@hono/zod-openapi';

/** What owners of agents are told of prompts that their agents use. */
export const PromptNotices = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        promptId: z.string(),
        name: z.string(),
        kind: z.enum(['version', 'label']),
        number: z.number().int().nullable().describe('Of the version; null = the label was taken away.'),
        label: z.string().nullable(),
        agents: z.array(z.string()).describe('Names of the agents that the caller answers for.'),
        by: z.string(),
        byName: z.string().nullable(),
        at: z.string(),
      }),
    ),
  })
  .openapi('PromptNotices');
export type PromptNotices = z.infer<typeof PromptNotices>;
