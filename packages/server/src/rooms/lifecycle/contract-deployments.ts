import { z } from '@hono/zod-openapi';
import { roles } from '../../spine/actor.ts';

/** Deployments: which release an environment serves, how it came to that, when nothing is to change, who signed off. */

export const EnvironmentName = z.string().trim().min(1).max(200);
const id = z.string().max(80);
const reason = z.string().trim().min(1).max(2_000);
const Percent = z
  .number()
  .min(0.001)
  .max(100)
  .describe('Share of the units, in steps of 0.001 %. Below 100 the release runs beside the one that is served.');
const expectedVersion = z
  .number()
  .int()
  .min(0)
  .exactOptional()
  .describe('The version you saw, 0 = nothing deployed; refused when it is another by now. Left out = whichever.');

export const DeployRelease = z.object({ releaseId: id, percent: Percent.default(100), reason, expectedVersion });
export type DeployRelease = z.infer<typeof DeployRelease>;
export const RollBack = z.object({
  to: id.exactOptional().describe('A release served before; left out = the candidate goes, else the release before.'),
  reason,
  expectedVersion,
});
export type RollBack = z.infer<typeof RollBack>;
export const PromoteRelease = z.object({
  from: EnvironmentName.exactOptional().describe('Left out = the one before it in the order of environments.'),
  reason,
  expectedVersion,
});
export type PromoteRelease = z.infer<typeof PromoteRelease>;
export const ScheduleDeployment = z.object({
  releaseId: id,
  percent: Percent.default(100),
  dueAt: z.iso.datetime({ offset: true }),
  reason,
});
export type ScheduleDeployment = z.infer<typeof ScheduleDeployment>;

const ReleaseName = z.object({ id: z.string(), version: z.string(), digest: z.string() });
export const Deployment = z
  .object({
    agentId: z.string(),
    environment: z.string(),
    version: z.number().int().describe('Counts changes; say it as `expectedVersion`.'),
    release: ReleaseName,
    candidate: ReleaseName.extend({ percent: z.number() }).nullable().describe('Takes a share of the units.'),
    past: z.array(ReleaseName).describe('What one can roll back to, newest first.'),
    since: z.string().describe('When the release began to be served there; a candidate changes nothing about it.'),
    deployedAt: z.string(),
    deployedBy: z.string(),
    deployedByName: z.string().nullable(),
    reason: z.string(),
  })
  .openapi('Deployment');
export type Deployment = z.infer<typeof Deployment>;

const known = z.number().nullable();
const ReleaseFigures = z
  .object({
    from: z.string(),
    to: z.string(),
    invocations: z.number().int(),
    completion: known.describe('Of those whose outcome is known.'),
    unknownOutcomes: z.number().int(),
    costPerInvocationUsd: known.describe('null = unknown; its own model calls, not those of agents it called.'),
    uncostedCalls: z.number().int().describe('Model calls of unknown cost, not in it.'),
    p50Ms: known,
    p95Ms: known,
  })
  .openapi('ReleaseFigures');
export type ReleaseFigures = z.infer<typeof ReleaseFigures>;
const DeploymentEffect = z
  .object({
    before: ReleaseFigures.nullable().describe(
      'Of the release that was served before: the day up to the change, or since the change before. null = it did nothing.',
    ),
    after: ReleaseFigures.nullable().describe(
      'Of the release that came: the day from the change on, up to the next change or now. null = it did nothing yet.',
    ),
    incidents: z.null().describe('Not known yet.'),
  })
  .openapi('DeploymentEffect');
export type DeploymentEffect = z.infer<typeof DeploymentEffect>;
const DeploymentChange = z
  .object({
    id: z.string(),
    environment: z.string(),
    version: z.number().int(),
    verb: z.enum(['deploy', 'promote', 'roll_back']),
    releaseId: z.string(),
    previousId: z.string().nullable(),
    candidateId: z.string().nullable(),
    candidatePercent: z.number().nullable(),
    at: z.string(),
    by: z.string(),
    byName: z.string().nullable(),
    reason: z.string(),
    effect: DeploymentEffect.nullable().describe(
      'What happened then, of the ten newest; null = of an older one, or it cannot be read.',
    ),
  })
  .openapi('DeploymentChange');
export type DeploymentChange = z.infer<typeof DeploymentChange>;
export const ScheduledDeployment = z
  .object({
    id: z.string(),
    agentId: z.string(),
    environment: z.string(),
    releaseId: z.string(),
    percent: z.number(),
    dueAt: z.string(),
    reason: z.string(),
    madeBy: z.string(),
    state: z.enum(['waiting', 'done', 'refused', 'cancelled']),
    refusal: z.string().nullable().describe('Code of the error, see docs/errors.md.'),
  })
  .openapi('ScheduledDeployment');
export type ScheduledDeployment = z.infer<typeof ScheduledDeployment>;
export const DeploymentList = z
  .object({
    items: z.array(Deployment),
    changes: z.array(DeploymentChange).describe('Newest first, at most 100.'),
    scheduled: z.array(ScheduledDeployment).describe('Newest first, at most 100.'),
  })
  .openapi('DeploymentList');
export type DeploymentList = z.infer<typeof DeploymentList>;

export const BeginFreeze = z
  .object({
    teamId: id.exactOptional().describe('Left out = all teams.'),
    agentId: id.exactOptional().describe('Left out = all agents.'),
    environment: EnvironmentName.exactOptional().describe('Left out = all environments.'),
    from: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }),
    timeZone: z.string().max(80).default('UTC').describe('In which people say it, as in the IANA list.'),
    reason,
  })
  .refine((one) => !(Date.parse(one.from) >= Date.parse(one.until)), {
    error: 'ends before it begins',
    path: ['until'],
  })
  .refine((one) => isTimeZone(one.timeZone), { error: 'is no time zone', path: ['timeZone'] });
export type BeginFreeze = z.infer<typeof BeginFreeze>;
export const OverrideFreeze = z.object({ agentId: id, environment: EnvironmentName, reason });
export type OverrideFreeze = z.infer<typeof OverrideFreeze>;
export const Freeze = z
  .object({
    id: z.string(),
    teamId: z.string().nullable(),
    agentId: z.string().nullable(),
    environment: z.string().nullable(),
    from: z.string(),
    until: z.string(),
    timeZone: z.string(),
    ownerId: z.string(),
    reason: z.string(),
    liftedAt: z.string().nullable(),
    overrides: z.array(
      z.object({ agentId: z.string(), environment: z.string(), personId: z.string(), reason: z.string() }),
    ),
  })
  .openapi('Freeze');
export type Freeze = z.infer<typeof Freeze>;
export const FreezeList = z.object({ items: z.array(Freeze) }).openapi('FreezeList');

export const SignOffRelease = z.object({ note: z.string().trim().max(2_000).default('') });
export const EnvironmentRule = z
  .object({
    people: z.number().int().min(0).max(10).describe('How many sign off before a release is deployed.'),
    role: z.enum(roles).nullable().describe('null = of any role that may sign off.'),
    notAuthor: z.boolean().describe('Who made the release does not count.'),
  })
  .openapi('EnvironmentRule');
export type EnvironmentRule = z.infer<typeof EnvironmentRule>;
export const EnvironmentRules = z
  .object({ items: z.array(z.object({ environment: z.string(), rule: EnvironmentRule })) })
  .openapi('EnvironmentRules');
export type EnvironmentRules = z.infer<typeof EnvironmentRules>;
export const SignOffs = z
  .object({
    rule: EnvironmentRule,
    missing: z.number().int(),
    items: z.array(z.object({ personId: z.string(), name: z.string().nullable(), note: z.string(), at: z.string() })),
  })
  .openapi('SignOffs');
export type SignOffs = z.infer<typeof SignOffs>;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
