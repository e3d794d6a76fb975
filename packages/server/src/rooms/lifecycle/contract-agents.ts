import { z } from '@hono/zod-openapi';

/** What people say about an agent: what it is for, who answers for it, what it may harm, what is expected of it. */

const word = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(2000);
const Level = z.enum(['low', 'medium', 'high']);
const names = z
  .array(word)
  .max(200)
  .refine((all) => new Set(all).size === all.length, 'each may stand here once');

const Risk = z
  .strictObject({
    autonomy: Level.optional().describe('How far it acts without a person.'),
    reversibility: Level.optional().describe('How much of what it does cannot be taken back.'),
    data: Level.optional().describe('How confidential what it reads is.'),
    reach: Level.optional().describe('How many people or records it touches.'),
    spend: Level.optional().describe('How much money it moves or costs.'),
  })
  .describe('The risk each of these adds; left out = unknown.');
const Objectives = z.strictObject({
  completion: z.number().gt(0).max(1).optional().describe('Least share of runs that complete.'),
  latencyMs: z.number().int().positive().optional().describe('95 % of runs end within, milliseconds.'),
  costUsd: z.number().positive().optional().describe('Most a run costs on average, USD.'),
});

export const AgentProfile = z
  .strictObject({
    purpose: text.optional(),
    onCall: text.optional().describe('Whom to reach when it fails: an address, a number, a channel.'),
    risk: Risk.optional(),
    tools: names.optional(),
    mcpServers: names.optional(),
    calls: names.optional().describe('Agents it calls, by name.'),
    dataSources: names.optional(),
    runbook: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    objectives: Objectives.optional(),
    budget: word.optional().describe('What its budget is called elsewhere.'),
    tags: names.optional(),
  })
  .describe('What is left out is unknown.')
  .openapi('AgentProfile');
export type AgentProfile = z.infer<typeof AgentProfile>;

export const AgentRecord = z
  .object({
    agentId: z.string(),
    slug: z.string(),
    name: z.string(),
    key: z.string().describe('What telemetry calls it.'),
    teamId: z.string(),
    owner: z.object({ id: z.string(), name: z.string() }).nullable().describe('null = unclaimed.'),
    profile: AgentProfile,
    riskClass: Level.nullable().describe('The highest of its risks; null = not known, unless one is high already.'),
    version: z.number().int().describe('Rises with each change; 0 = nobody has said anything.'),
    updatedAt: z.string().nullable(),
    updatedBy: z.string().nullable(),
  })
  .openapi('AgentRecord');
export type AgentRecord = z.infer<typeof AgentRecord>;

export const DescribeAgent = z.object({
  profile: AgentProfile.describe('The whole of it: what is left out is taken away.'),
  owner: z.string().max(320).nullable().optional().describe('Id or e-mail address of a person; left out = as it is.'),
});
/** As the header `If-Match` has it: the version, in quotes or not. */
export const IfVersion = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,9}"?$/, 'must be the version that was read, such as "3"')
    .describe('The version that was read, which is the ETag of GET; another one by now is refused.'),
});
export const ClaimAgent = z.object({
  personId: z.string().max(80).optional().describe('Who answers for it; left out = the person who asks.'),
});
