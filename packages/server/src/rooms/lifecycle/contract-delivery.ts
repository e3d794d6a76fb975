import { z } from '@hono/zod-openapi';
import { EnvironmentName } from './contract-deployments.ts';
import { ReleaseManifest } from './contract-releases.ts';

/** Delivery: which release an agent is to run, as it asks. */

const subject = z.string().max(400);
export const DeliveryQuery = z.object({
  environment: EnvironmentName.optional().describe('Left out = the one of the key, else production.'),
  user: subject.optional().describe('Drawn by the first of user, conversation and tenant that is said.'),
  conversation: subject.optional(),
  tenant: subject.optional(),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe(
      'When the conversation began: it keeps the release it got then for 24 hours, unless that one was rolled back.',
    ),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      'The `seq` that you have: answers are never older. With `wait`, answered when something changed after it.',
    ),
  wait: z.coerce.number().min(0).max(60).optional().describe('Seconds to wait for a change; 304 when there was none.'),
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

export const Delivery = z
  .object({
    seq: z
      .number()
      .int()
      .describe('Place in the ledger of which this is true. Keep the highest, and say it as `after`.'),
    stale: z.boolean().describe('The server has not read the ledger for five seconds or more.'),
    assignment: z.object({
      variant: z.enum(['stable', 'candidate']),
      reason: z.enum(['STATIC', 'SPLIT']).describe('SPLIT = drawn; STATIC = nothing was drawn.'),
      unit: z.enum(['user', 'conversation', 'tenant']).nullable().describe('What the draw holds on to.'),
      pinned: z.boolean().describe('Kept from when the conversation began; one that begins now gets another release.'),
    }),
    agent: z.object({ id: z.string(), slug: z.string() }),
    environment: z.string(),
    deployment: z.number().int().describe('Version of the deployment.'),
    release: z.object({ id: z.string(), version: z.string(), digest: z.string(), manifest: ReleaseManifest }),
    prompts: z
      .array(
        z.object({
          slot: z.string(),
          prompt: z.string(),
          version: z.number().int(),
          digest: z.string(),
          content: z
            .looseObject({})
            .nullable()
            .describe('As the prompts room keeps it; null = not kept under this digest.'),
          texts: z
            .record(z.string(), z.string())
            .optional()
            .describe('Of prompts that it refers to, by `name@place`; left out = it refers to none.'),
        }),
      )
      .describe('Texts are Liquid templates.'),
    tools: z.array(z.string()).nullable().describe('The tools it may use; null = the release names none.'),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .openapi('Delivery');
export type Delivery = z.infer<typeof Delivery>;
