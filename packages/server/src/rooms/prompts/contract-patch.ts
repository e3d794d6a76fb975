import { z } from '@hono/zod-openapi';
import { SaveVersion } from './contract.ts';

/** A change of a prompt that git owns. */
export const ProposePatch = SaveVersion.pick({ content: true, message: true });
export type ProposePatch = z.infer<typeof ProposePatch>;
export const Patch = z
  .object({
    patch: z.string().describe('As git am takes it.'),
    commit: z.string(),
    branch: z.string().nullable().describe('Where it was pushed to; null = nowhere: the sync only pulls.'),
  })
  .openapi('PromptPatch');
export type Patch = z.infer<typeof Patch>;
