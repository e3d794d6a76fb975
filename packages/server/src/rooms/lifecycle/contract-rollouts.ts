import { z } from '@hono/zod-openapi';
import { roles } from '../../spine/actor.ts';

/** The spec of a rollout: how a candidate release earns its traffic. Everything but agent, environment and candidate may be left out. */

const name = z.string().trim().min(1).max(200);
const Duration = z
  .string()
  .regex(/^(0|[1-9]\d{0,4})[smhd]$/, 'must be a whole number with s, m, h or d: 90s, 30m, 6h, 7d')
  .describe('A whole number with s, m, h or d.');
const some = Duration.regex(/^[1-9]/, 'must be longer than nothing');
const Alpha = z.number().gt(0).max(0.2);
const Share = z.number().min(0).max(1);
const Weight = z
  .number()
  .int()
  .min(1)
  .max(99_999, 'must stay below 100000: all of the units come with the promotion')
  .describe('Thousandths of a percent of the units: 5000 = 5 %, 100000 = all.');
const MinUnits = z.number().int().min(1).max(10_000_000);
const OnTimeout = z
  .enum(['hold', 'rollback', 'sign_off'])
  .default('hold')
  .describe('When the time is over without enough evidence. A person who signs off then gives a reason.');

const Metric = z
  .strictObject({
    id: name.describe('As it is measured, for example `completion`.'),
    role: z
      .enum(['guardrail', 'observe'])
      .default('guardrail')
      .describe('A guardrail rolls back when it gets worse and has to be certified; what is observed decides nothing.'),
    test: z
      .enum(['e_process', 'confidence_sequence', 'quantile'])
      .exactOptional()
      .describe(
        'Left out = by what is measured: failures exactly, means and ratios by confidence sequence, quantiles.',
      ),
    rollback: z
      .strictObject({
        tolerance: z.number().min(0).max(10).default(0).describe('How much worse it may be, relative: 0.1 = by 10 %.'),
        alpha: Alpha.exactOptional().describe(
          'Chance of a false alarm. Left out = an equal part of what others leave of `errorBudget`.',
        ),
      })
      .prefault({}),
    promote: z
      .strictObject({
        margin: z
          .number()
          .gt(0)
          .max(10)
          .default(0.25)
          .describe(
            'Certified when shown to be at most this much worse, relative: 0.25 = failures at most 1.25 times.',
          ),
        alpha: Alpha.default(0.05),
      })
      .prefault({}),
    unknown: z
      .enum(['left_out', 'good', 'bad'])
      .default('left_out')
      .describe('What counts for a unit of which it is not known at the horizon; good and bad for yes-or-no alone.'),
    cuped: z.boolean().default(false).describe('Means and ratios: adjust by what the unit did before.'),
  })
  .describe('Worse is as it is measured: fewer completions, more cost.');

const Step = z
  .strictObject({
    shadow: z
      .strictObject({
        weight: Weight.default(20_000),
        minUnits: MinUnits.default(300),
        maxDuration: some.default('7d'),
        onTimeout: OnTimeout,
      })
      .describe('The candidate runs beside the stable release without effect on the world.'),
    weight: Weight,
    analyze: z.strictObject({
      minUnits: MinUnits.default(100).describe('Of each arm, since the weight was set.'),
      until: z
        .enum(['quiet', 'certified'])
        .default('quiet')
        .describe('quiet: enough units and no alarm. certified: every guardrail is certified as well.'),
      maxDuration: some.default('7d'),
      onTimeout: OnTimeout,
    }),
    signOff: z.strictObject({
      people: z.number().int().min(1).max(10).default(1),
      role: z.enum(roles).nullable().default(null).describe('null = of any role that may sign off.'),
    }),
    bake: z
      .strictObject({
        duration: some.default('24h'),
        holdback: Weight.max(50_000).default(5_000).describe('Stays on the stable release, so that the test goes on.'),
        minUnits: MinUnits.default(20),
        maxDuration: some.default('7d'),
        onTimeout: OnTimeout,
      })
      .describe('All but the holdback, for a while, before the promotion.'),
  })
  .partial()
  .refine((one) => Object.keys(one).length === 1, {
    error: 'must be one of shadow, weight, analyze, signOff and bake',
  });
export type RolloutStep = z.infer<typeof Step>;

const Health = z.strictObject({
  sampleRatioAlpha: z.number().gt(0).max(0.05).default(0.001).describe('The arms get units as the weight says.'),
  crossoverMaxShare: Share.default(0.01).describe('Units seen on both releases.'),
  telemetryLossMaxGap: Share.default(0.02).describe('Units that were assigned and never heard of, between the arms.'),
  revisedMaxShare: Share.default(0.02).describe('Units whose outcome changed after they were counted.'),
});

export const RolloutSpec = z
  .strictObject({
    apiVersion: z.literal('signalbox/v1').default('signalbox/v1'),
    kind: z.literal('Rollout').default('Rollout'),
    team: name.exactOptional().describe('Slug or id; left out = the team of the key.'),
    agent: name.describe('Name, address or id.'),
    environment: name,
    candidate: name.describe('Id, version or digest of the release that is to be tried.'),
    stable: name.exactOptional().describe('Left out = the release that the environment serves.'),
    assignment: z
      .strictObject({
        key: z
          .array(z.enum(['user', 'conversation', 'tenant']))
          .min(1)
          .max(3)
          .refine((all) => new Set(all).size === all.length, { error: 'may name each kind of unit once' })
          .default(['user', 'conversation', 'tenant'])
          .describe('The unit that is drawn and counted: the first of them that the agent says.'),
        control: z
          .enum(['all', 'matched'])
          .default('all')
          .describe('Compare with all units of the stable release, by step, or with as many as the candidate has.'),
      })
      .prefault({}),
    gates: z
      .array(z.strictObject({ evaluation: name, minPassRate: Share.default(0.95) }))
      .max(20)
      .default([])
      .describe('Offline evaluations that pass before any unit sees the candidate.'),
    errorBudget: Alpha.default(0.03).describe('Chance of a false rollback, of all guardrails together.'),
    metrics: z.array(Metric).min(1).max(20).exactOptional().describe('Left out = what is measured of every agent.'),
    hardLimits: z
      .array(z.strictObject({ metric: name, most: z.number().min(0) }))
      .max(20)
      .default([])
      .describe('Totals of the candidate that may not be passed: above, it goes back at once, without statistics.'),
    steps: z
      .array(Step)
      .min(1)
      .max(50)
      .default([
        { weight: 5_000 },
        { analyze: { minUnits: 100, until: 'quiet', maxDuration: '7d', onTimeout: 'hold' } },
        { weight: 25_000 },
        { analyze: { minUnits: 200, until: 'quiet', maxDuration: '7d', onTimeout: 'hold' } },
        { weight: 50_000 },
        { analyze: { minUnits: 500, until: 'certified', maxDuration: '7d', onTimeout: 'hold' } },
        { bake: { duration: '24h', holdback: 5_000, minUnits: 20, maxDuration: '7d', onTimeout: 'hold' } },
      ]),
    horizon: Duration.exactOptional().describe(
      'When a unit is counted, after its first exposure. Left out = the p99 of what units of the stable release take, at least 10m.',
    ),
    ackTimeout: some.default('10m').describe('How long routers may take to serve a new weight.'),
    health: Health.prefault({}),
    onRollback: z
      .strictObject({
        inFlight: z.enum(['move', 'finish']).default('move').describe('Conversations that the candidate began.'),
        freezeCandidate: z.boolean().default(true).describe('It cannot be rolled out again.'),
        notify: z.array(name).max(20).default([]).describe('Beside the owner of the agent.'),
      })
      .prefault({}),
  })
  .openapi('RolloutSpec');
export type RolloutSpec = z.infer<typeof RolloutSpec>;
