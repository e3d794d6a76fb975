import { z } from '@hono/zod-openapi';
import { AgentProfile } from './contract-agents.ts';

/** The fleet as a whole: what is asked of every agent, changes of many at once, what agents may be called. */

const count = z.number().int();
const id = z.string().max(200);
const reason = z.string().trim().min(1).max(2_000);

export const FleetQuery = z.object({
  environment: z.string().trim().min(1).max(200).default('production'),
  teamId: z.string().max(80).optional(),
});
export type FleetQuery = z.infer<typeof FleetQuery>;

const Fix = z
  .object({
    action: z.enum(['claim', 'describe', 'deploy', 'release', 'rename']),
    sentence: z.string().describe('What to do about it.'),
    bulk: z
      .enum(['claim', 'describe', 'risk', 'promote'])
      .nullable()
      .describe('The bulk change that mends many; null = one by one.'),
    link: z.string().describe('Where one mends it, as a path of the web.'),
  })
  .openapi('FleetFix');
const Miss = z.object({
  agentId: z.string(),
  slug: z.string(),
  name: z.string(),
  teamId: z.string(),
  why: z.string(),
  fix: Fix,
});
export const FleetRules = z
  .object({
    environment: z.string(),
    agents: count.describe('That the environment serves, or that worked there in the last seven days.'),
    score: z.number().nullable().describe('Share of checks that pass, 0 … 1; null = there is nothing to check.'),
    rules: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        about: z.string().describe('Why it is asked.'),
        applicable: count.describe('Agents that it concerns.'),
        passed: count,
        misses: z.array(Miss).describe('By name, at most 200.'),
        more: count.describe('Misses beyond these.'),
      }),
    ),
    readable: z.boolean().describe('false = telemetry cannot be read now: only agents that are deployed count.'),
    asOf: z.string(),
  })
  .openapi('FleetRules');
export type FleetRules = z.infer<typeof FleetRules>;

const tags = AgentProfile.shape.tags.unwrap().refine((all) => all.length > 0, 'names none');
const Act = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('claim'), personId: z.string().max(80).exactOptional() }),
    z.strictObject({
      kind: z.literal('owner'),
      person: z.string().max(320).nullable().describe('Id or e-mail address.'),
    }),
    z.strictObject({ kind: z.literal('add_tags'), tags }),
    z.strictObject({ kind: z.literal('remove_tags'), tags }),
    z.strictObject({ kind: z.literal('risk'), risk: AgentProfile.shape.risk.unwrap() }),
    z.strictObject({
      ...{ kind: z.literal('describe') },
      ...AgentProfile.pick({ purpose: true, onCall: true, runbook: true, budget: true }).shape,
    }),
    z.strictObject({ kind: z.literal('promote'), from: id, to: id, reason }),
  ])
  .describe(
    '`risk` and `describe` change what they name and leave the rest; `promote` deploys what `from` serves to `to`.',
  );
export type BulkAct = z.infer<typeof Act>;
export const BulkAgents = z.object({
  agents: z.array(id).min(1).max(500).describe('Ids or slugs.'),
  act: Act,
});
export type BulkAgents = z.infer<typeof BulkAgents>;
const bulkOutcomes = ['changed', 'unchanged', 'refused'] as const;
export const BulkResult = z
  .object({
    isPreview: z.boolean(),
    items: z
      .array(
        z.object({
          agent: z.string().describe('As it was asked for.'),
          agentId: z.string().nullable(),
          name: z.string().nullable(),
          outcome: z.enum(bulkOutcomes).describe('Of a preview: what it would be.'),
          changes: z.array(z.string()),
          error: z.object({ code: z.string(), detail: z.string() }).nullable(),
        }),
      )
      .describe('One for each, in the order asked for; each is done or refused by itself.'),
    changed: count,
    unchanged: count,
    refused: count,
  })
  .openapi('BulkResult');
export type BulkResult = z.infer<typeof BulkResult>;

export const NamingRule = z
  .object({
    pattern: z.string().min(1).max(500).describe('RE2 syntax, of the whole name: [a-z]+(-[a-z0-9]+)*'),
    reason: z.string().trim().min(1).max(1_000).describe('What people are told whose name does not fit.'),
  })
  .openapi('AgentNamingRule');
export type NamingRule = z.infer<typeof NamingRule>;
export const NamingQuery = z.object({
  pattern: NamingRule.shape.pattern
    .optional()
    .describe('Which agents would be called otherwise by this one. Left out = by the rule.'),
});
export const NamingState = z
  .object({
    rule: NamingRule.nullable().describe('null = agents may be called anything.'),
    offenders: z
      .array(z.object({ agentId: z.string(), slug: z.string(), name: z.string(), teamId: z.string() }))
      .describe('Agents called otherwise, at most 200; they go on working.'),
    more: count,
  })
  .openapi('AgentNaming');
export type NamingState = z.infer<typeof NamingState>;

export const MapQuery = z.object({
  from: z.iso.datetime().optional().describe('Left out = seven days before `to`.'),
  to: z.iso.datetime().optional().describe('Left out = now.'),
  teamId: z.string().max(80).optional().describe('Agents of this team, with those they call and that call them.'),
});
export type MapQuery = z.infer<typeof MapQuery>;
export const DependencyMap = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string().describe('Of the agent; of one that only a file names: `name:` and the name.'),
        agentId: z.string().nullable().describe('null = no agent here is called so.'),
        slug: z.string().nullable(),
        name: z.string(),
        teamId: z.string().nullable(),
        owner: z.string().nullable().describe('Id of a person.'),
      }),
    ),
    edges: z.array(
      z.object({
        from: z.string().describe('Id of the node that calls.'),
        to: z.string(),
        invocations: count.describe('In the window; 0 = only declared.'),
        source: z.enum(['telemetry', 'declared', 'both']),
      }),
    ),
    readable: z.boolean().describe('false = telemetry cannot be read now: only what is declared.'),
    truncated: z.boolean().describe('true = more agents call each other than are told.'),
    from: z.string(),
    to: z.string(),
  })
  .openapi('DependencyMap');
export type DependencyMap = z.infer<typeof DependencyMap>;
