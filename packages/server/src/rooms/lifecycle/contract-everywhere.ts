import { z } from '@hono/zod-openapi';
import { Deployment } from './contract-deployments.ts';
import { Release } from './contract-releases.ts';

/** Releases and deployments of all agents that one may see. */

const AgentName = z.object({ id: z.string(), slug: z.string(), name: z.string(), teamId: z.string() });
const teamId = z.string().max(80).optional();

export const ServedQuery = z.object({
  teamId,
  environment: z.string().trim().min(1).max(200).optional(),
});
export type ServedQuery = z.infer<typeof ServedQuery>;
export const ServedList = z
  .object({
    items: z
      .array(Deployment.omit({ past: true }).extend({ agent: AgentName }))
      .describe('By agent and environment; at most 2,000.'),
    truncated: z.boolean(),
  })
  .openapi('ServedList');
export type ServedList = z.infer<typeof ServedList>;

export const AllReleasesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(800).optional(),
  teamId,
});
export const AllReleases = z
  .object({
    items: z
      .array(Release.omit({ manifest: true, signature: true, keyId: true, notes: true }).extend({ agent: AgentName }))
      .describe('The newest first.'),
    nextCursor: z.string().nullable(),
  })
  .openapi('AllReleases');
export type AllReleases = z.infer<typeof AllReleases>;
