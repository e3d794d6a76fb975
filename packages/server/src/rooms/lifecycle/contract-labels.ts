import { z } from '@hono/zod-openapi';
import { Change } from './contract-releases.ts';

/** Labels that deployed agents follow: moving one makes a release of each that differs in that slot, and deploys it. */

export const MoveFollowedLabel = z.object({
  prompt: z.string().min(1).max(200).describe('Id or name.'),
  label: z.string().min(1).max(60),
  number: z.number().int().min(1).describe('The version it is to point at.'),
  reason: z.string().trim().min(1).max(2_000),
});
export type MoveFollowedLabel = z.infer<typeof MoveFollowedLabel>;

const Held = z.object({ code: z.string(), detail: z.string() });
export const LabelMove = z
  .object({
    isPreview: z.boolean(),
    prompt: z.object({ id: z.string(), name: z.string() }),
    label: z.string(),
    before: z.number().int().nullable(),
    after: z.number().int(),
    state: z
      .enum(['moved', 'held', 'unchanged'])
      .describe('held = nothing is deployed and the label stands where it stood, until what holds each agent is gone.'),
    held: Held.nullable().describe('What stands against the move itself, such as a review that is missing.'),
    agents: z
      .array(
        z.object({
          agentId: z.string().nullable().describe('null = an agent that you may not see.'),
          slug: z.string().nullable(),
          name: z.string().nullable(),
          environment: z.string().nullable(),
          release: z
            .object({ id: z.string().nullable(), version: z.string(), digest: z.string() })
            .nullable()
            .describe('What it would serve. id null = not made yet.'),
          changes: z.array(Change),
          held: Held.nullable().describe('Why it cannot be deployed there now; null = it can.'),
        }),
      )
      .describe('Each environment of each agent that follows the label.'),
  })
  .openapi('LabelMove');
export type LabelMove = z.infer<typeof LabelMove>;
