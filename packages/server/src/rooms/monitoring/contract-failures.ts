import { z } from '@hono/zod-openapi';
import { failureClasses } from './failures/model/failure-class.ts';

/** Failures of runs, grouped by what they are: agent, class, place and the words that their messages share. */

const FailureClass = z.enum(failureClasses).openapi('FailureClass');
const State = z.enum(['open', 'resolved', 'muted', 'regressed']);

export const FailureStanding = z
  .object({
    state: State,
    at: z.string().nullable().describe('When it was said; of a regression the start of the run. null = never.'),
    byId: z.string().nullable().describe('Who said it: a person, a key, or the job that saw it again.'),
    reason: z.string().nullable(),
    until: z.string().nullable().describe('Of muting.'),
    release: z.string().nullable().describe('Resolved: the last release that has it.'),
    assigneeId: z.string().nullable(),
    canUndo: z.boolean(),
  })
  .openapi('FailureStanding');
export type FailureStanding = z.infer<typeof FailureStanding>;

export const Failure = z
  .object({
    id: z.string(),
    teamId: z.string(),
    agent: z.string(),
    class: FailureClass,
    locus: z
      .object({ kind: z.enum(['tool', 'model', 'step', 'any']), name: z.string() })
      .describe('Where: a tool, a model, else a step. `any`: what came when there were too many groups.'),
    template: z
      .string()
      .nullable()
      .describe('What its messages share, the rest masked; "" = none was sent. null = not for this reader.'),
    count: z.number().int().describe('Failing steps, and runs that failed without one, within the range.'),
    runs: z.number().int(),
    failedRuns: z.number().int().describe('Runs of these that failed as a whole; the others went on.'),
    users: z.number().int().nullable().describe('null = no run told its user.'),
    conversations: z.number().int().nullable().describe('null = no run told its conversation.'),
    environments: z.array(z.string()).describe('At most 20.'),
    firstSeenAt: z.string().describe('Of all that is kept, not only within the range.'),
    lastSeenAt: z.string(),
    firstRelease: z.string().nullable().describe('The release in which it was first seen. null = it was not told.'),
    points: z.array(z.number().int()).describe('Counts in 24 equal steps of the range.'),
    standing: FailureStanding,
  })
  .openapi('Failure');
export type Failure = z.infer<typeof Failure>;

const range = {
  from: z.iso.datetime().optional().describe('Seen at or after this time; 30 days ago if not said.'),
  to: z.iso.datetime().optional().describe('Seen before this time.'),
};

export const FailureListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  ...range,
  sort: z.enum(['last', 'count']).default('last').describe('The one last seen first, or the most frequent.'),
  teamId: z.string().max(80).optional(),
  agent: z.string().max(400).optional(),
  environment: z.string().max(200).optional(),
  release: z.string().max(400).optional().describe('Seen in this release.'),
  class: FailureClass.optional(),
  state: State.optional(),
  run: z.string().max(200).optional().describe('Seen in this run.'),
});
export type FailureListQuery = z.infer<typeof FailureListQuery>;

export const FailureList = z
  .object({ items: z.array(Failure), nextCursor: z.string().nullable() })
  .openapi('FailureList');
export type FailureList = z.infer<typeof FailureList>;

export const FailureFacets = z
  .object({ agents: z.array(z.string()), releases: z.array(z.string()) })
  .openapi('FailureFacets');
export type FailureFacets = z.infer<typeof FailureFacets>;

export const FailurePageQuery = z.object(range);
export const FailurePage = z
  .object({
    failure: Failure,
    step: z.number().int().describe('Seconds that one of the points stands for.'),
    start: z.string().describe('Of the first point.'),
    fingerprintVersion: z.number().int(),
    releases: z
      .array(
        z.object({
          release: z.string().nullable(),
          count: z.number().int(),
          firstSeenAt: z.string(),
          lastSeenAt: z.string(),
        }),
      )
      .describe('In which it was seen within the range, the latest first; at most 50.'),
    samples: z
      .array(
        z.object({
          runId: z.string(),
          spanId: z.string(),
          startedAt: z.string(),
          release: z.string().nullable(),
          environment: z.string().nullable(),
          user: z.string().nullable(),
          conversation: z.string().nullable(),
          runFailed: z.boolean(),
          message: z.string().nullable().describe('As it was sent. null = none, or not for this reader.'),
        }),
      )
      .describe('The latest ten within the range, each of another run.'),
    may: z.object({ change: z.boolean() }),
  })
  .openapi('FailurePage');
export type FailurePage = z.infer<typeof FailurePage>;

const reason = z.string().trim().min(1).max(500);
export const ResolveFailure = z.strictObject({
  reason,
  release: z
    .string()
    .max(400)
    .optional()
    .describe('The last release that has it: seen in a newer one, it has regressed.'),
});
export const MuteFailure = z.strictObject({ reason, until: z.iso.datetime() });
export const ReopenFailure = z.strictObject({ reason });
export const AssignFailure = z.strictObject({
  person: z.string().max(320).nullable().describe('Id or e-mail address; null = nobody.'),
});
