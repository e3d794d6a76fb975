import { z } from '@hono/zod-openapi';

/** Shapes in and out of the room `lifecycle`: agents, what they are called, how they do. */

const Reason = z.object({
  code: z.string(),
  sentence: z.string(),
  since: z.string().nullable(),
  link: z.string().nullable().describe('Where it can be seen, as a path of the web.'),
});
export const Aspect = z
  .object({
    health: z.enum(['clear', 'caution', 'danger', 'dark']),
    authority: z.enum(['full', 'limited', 'held']),
    reasons: z.array(Reason).describe('Worst first. Empty = nothing speaks against it.'),
  })
  .openapi('Aspect');

const count = z.number().int();
const Share = z.object({ count, inferred: count.describe('How many of them nobody declared.') });
const known = z.number().nullable();
export const Figures = z
  .object({
    invocations: count,
    topLevel: count.describe('Invocations that began a run; the others were nested.'),
    unbound: count,
    outcomes: z.object({ completed: Share, failed: Share, passedToPerson: Share, abandoned: Share, unknown: Share }),
    refused: count,
    errors: count,
    modelCalls: count,
    toolCalls: count,
    inputTokens: known,
    outputTokens: known,
    unknownTokenCalls: count,
    costUsd: known.describe('null = unknown.'),
    computedCostUsd: known.describe('The part computed from the price list.'),
    uncostedCalls: count.describe('Model calls of unknown cost; not in `costUsd`.'),
    p50Ms: known,
    p95Ms: known,
    firstAt: z.string(),
    lastAt: z.string(),
    series: z.object({ invocations: z.array(count), failed: z.array(count) }),
  })
  .openapi('AgentWindowFigures');
export type Figures = z.infer<typeof Figures>;

export const Agent = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string().describe('What people read.'),
    key: z.string().describe('What runs are filtered by: the name it was first seen under.'),
    teamId: z.string(),
    teamName: z.string(),
    owner: z.object({ id: z.string(), name: z.string() }).nullable().describe('null = unclaimed.'),
    firstSeenAt: z.string().nullable(),
    lastAt: z.string().nullable().describe('Start of its last invocation, also before the window.'),
    figures: Figures.nullable().describe('null = none in the window, or they cannot be read.'),
    aspect: Aspect,
  })
  .openapi('Agent');
export type Agent = z.infer<typeof Agent>;

export const agentSorts = ['health', 'name', 'lastAt', 'invocations', 'completion', 'failures', 'p95', 'cost'] as const;
export const AgentListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z.string().max(800).optional(),
  from: z.iso.datetime().optional().describe('Left out = 24 hours before `to`.'),
  to: z.iso.datetime().optional().describe('Left out = now.'),
  teamId: z.string().max(80).optional(),
  environment: z.string().max(200).optional(),
  release: z.string().max(200).optional(),
  q: z.string().max(200).optional().describe('Part of the name, key or slug.'),
  health: z.enum(['clear', 'caution', 'danger', 'dark']).optional(),
  unclaimed: z.enum(['true']).optional(),
  sort: z.enum(agentSorts).default('health').describe('health: worst first; the others: largest or latest first.'),
  order: z.enum(['down', 'up']).default('down'),
});
export type AgentListQuery = z.infer<typeof AgentListQuery>;

export const AgentList = z
  .object({
    items: z.array(Agent),
    nextCursor: z.string().nullable(),
    total: count,
    byHealth: z.object({ danger: count, caution: count, dark: count, clear: count }).describe('Of all, unfiltered.'),
    waiting: count.describe('Names in telemetry that have no agent yet.'),
    readable: z.boolean().describe('false = figures cannot be read now; the catalog stands.'),
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
  })
  .openapi('AgentList');
export type AgentList = z.infer<typeof AgentList>;

export const nameVerbs = ['rename', 'merge', 'split', 'ignore', 'restore'] as const;
export type NameVerb = (typeof nameVerbs)[number];
const Impact = z.object({
  runs: count,
  invocations: count,
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
});
export const NameChange = z
  .object({
    id: z.string().nullable().describe('null = a preview: nothing was changed.'),
    verb: z.enum(nameVerbs),
    teamId: z.string(),
    agentIds: z.array(z.string()),
    summary: z.string(),
    impact: Impact.nullable().describe('What would move, from the warehouse; of previews only.'),
    reassemblyId: z.string().nullable().describe('Ask /api/v1/reassemblies/{id} how far runs have followed.'),
    madeAt: z.string().nullable(),
    madeBy: z.string().nullable(),
    undoneAt: z.string().nullable(),
    undoableUntil: z.string().nullable(),
  })
  .openapi('NameChange');
export type NameChange = z.infer<typeof NameChange>;

export const Preview = z.object({ preview: z.enum(['true', 'false']).optional() });
export const RenameAgent = z.object({ name: z.string().trim().min(1).max(200) });
export const MergeAgent = z.object({ into: z.string().max(80).describe('Id or slug of the agent that remains.') });
const SentName = { name: z.string().min(1).max(400), service: z.string().max(400).default('') };
export const SplitAgent = z.object({
  ...SentName,
  as: z.string().trim().min(1).max(200).optional().describe('What people read; left out = name and service.'),
});
export const IgnoreName = z.object({ teamId: z.string().max(80), ...SentName });
export type IgnoreName = z.infer<typeof IgnoreName>;
export const NameOwner = z.object({ personId: z.string().max(80).nullable() });

const Dependency = z.object({
  key: z.string(),
  teamId: z.string(),
  slug: z.string().nullable(),
  name: z.string(),
  invocations: count,
});
const BySplit = z.array(z.object({ value: z.string().nullable(), figures: Figures }));
export const AgentOverview = z
  .object({
    agent: Agent,
    putAway: z.enum(['merged', 'ignored', 'undone', 'removed']).nullable(),
    mergedInto: z.object({ id: z.string(), slug: z.string(), name: z.string() }).nullable(),
    byRelease: BySplit,
    byEnvironment: BySplit,
    callers: z.array(Dependency),
    callees: z.array(Dependency),
    names: z.array(z.object({ name: z.string(), service: z.string() })).describe('As spans send them.'),
    formerSlugs: z.array(z.string()),
    changes: z.array(NameChange).describe('Changes of its names, newest first.'),
    readable: z.boolean(),
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
  })
  .openapi('AgentOverview');
export type AgentOverview = z.infer<typeof AgentOverview>;
export const AgentQuery = AgentListQuery.pick({ from: true, to: true, environment: true, release: true });
export type AgentQuery = z.infer<typeof AgentQuery>;

export const AgentNames = z
  .object({
    waiting: z.array(
      z.object({ teamId: z.string(), name: z.string(), invocations: count, firstAt: z.string(), lastAt: z.string() }),
    ),
    ignored: z.array(z.object({ teamId: z.string(), name: z.string(), service: z.string() })),
    mostAnHour: count.describe('Agents made of new names an hour and team; names above it wait.'),
  })
  .openapi('AgentNames');
export type AgentNames = z.infer<typeof AgentNames>;

export const AgentSuggestions = z
  .object({
    items: z.array(
      z.object({ teamId: z.string(), service: z.string(), name: z.string(), steps: count, lastAt: z.string() }),
    ),
  })
  .openapi('AgentSuggestions');
export type AgentSuggestions = z.infer<typeof AgentSuggestions>;

export const AgentHistory = z
  .object({
    items: z.array(
      z.object({
        seq: count,
        time: z.string(),
        actor: z.string(),
        actorName: z.string().nullable(),
        type: z.string(),
        payload: z.unknown(),
      }),
    ),
  })
  .openapi('AgentHistory');
export type AgentHistory = z.infer<typeof AgentHistory>;

export const Reassembly = z
  .object({ id: z.string(), total: count.nullable(), done: count, finishedAt: z.string().nullable() })
  .openapi('Reassembly');
export type Reassembly = z.infer<typeof Reassembly>;

/** What the web reads from here: it knows this file alone. */
export type { AgentProfile, AgentRecord } from './contract-agents.ts';
export type { Calendar, CalendarEntry, CalendarQuery, ImportedFreezes, ImportFreezes } from './contract-calendar.ts';
export type {
  BulkAct,
  BulkAgents,
  BulkResult,
  DependencyMap,
  FleetQuery,
  FleetRules,
  MapQuery,
  NamingRule,
  NamingState,
} from './contract-fleet.ts';
export type { EnvironmentOrder } from './contract-environments.ts';
export type { AllReleases, ServedList } from './contract-everywhere.ts';
export type { Instance } from './contract-instances.ts';
export type { LabelMove, MoveFollowedLabel } from './contract-labels.ts';
export type {
  Deployment,
  DeploymentChange,
  DeploymentEffect,
  DeploymentList,
  EnvironmentRule,
  EnvironmentRules,
  Freeze,
  ReleaseFigures,
  ScheduledDeployment,
  SignOffs,
} from './contract-deployments.ts';
export type {
  MadeRelease,
  Release,
  ReleaseChange,
  ReleaseComparison,
  ReleaseManifest,
  ReleaseVerification,
} from './contract-releases.ts';
