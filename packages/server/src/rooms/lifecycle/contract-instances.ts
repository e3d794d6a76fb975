import { z } from '@hono/zod-openapi';
import { EnvironmentName } from './contract-deployments.ts';

/** Instances: processes that run an agent, and tell so again before their lease ends. */

const digest = z.string().min(1).max(200).nullable();
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const sdk = z.string().max(100);
/** What the control state can keep: one that it cannot would hold up all that are written with it. */
const isKept = (at: string): boolean => Date.parse(at) >= 0 && Date.parse(at) < Date.UTC(10_000, 0);

export const Heartbeat = z
  .object({
    environment: EnvironmentName.optional().describe('Left out = the one of the key, else production.'),
    release: digest.describe('Digest of the release it runs; null = none, or not known.'),
    seq: seq.describe('The highest `seq` of a delivery that it has seen.'),
    sdk: sdk.describe('Name and version: signalbox-js/0.1.0.'),
    startedAt: z.iso.datetime({ offset: true }).refine(isKept, 'must be between 1970 and 9999'),
    state: z.enum(['started', 'alive', 'stopping']),
  })
  .openapi('Heartbeat');
export type Heartbeat = z.infer<typeof Heartbeat>;

export const HeartbeatAnswer = z
  .object({
    seq: z.number().int().describe('Place in the ledger of which this is true.'),
    lease: z
      .object({ seconds: z.number().int(), until: z.string() })
      .describe('It counts as lost when nothing is heard by then: tell again after a third of it.'),
    authority: z.enum(['full']).describe('What it may do.'),
    release: z
      .object({ id: z.string(), version: z.string(), digest: z.string() })
      .nullable()
      .describe('What the environment serves; null = nothing is deployed there.'),
  })
  .openapi('HeartbeatAnswer');
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

export const Instance = z
  .object({
    instance: z.string(),
    environment: z.string(),
    release: digest,
    seq: z.number().int(),
    sdk,
    startedAt: z.string().describe('By its own clock.'),
    lastSeenAt: z.string(),
    leaseUntil: z.string(),
    state: z
      .enum(['alive', 'stopped', 'lost'])
      .describe('lost = its lease ended and it had not said that it would stop.'),
    current: z.boolean().describe('It is alive and runs a release that is served there.'),
  })
  .openapi('Instance');
export type Instance = z.infer<typeof Instance>;

export const InstanceQuery = z.object({
  environment: EnvironmentName.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(800).optional(),
});
export const InstanceList = z.object({ items: z.array(Instance), next: z.string().nullable() }).openapi('InstanceList');
export type InstanceList = z.infer<typeof InstanceList>;
