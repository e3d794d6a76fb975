import { z } from '@hono/zod-openapi';
import { EnvironmentName, isTimeZone } from './contract-deployments.ts';

/** What was deployed, is to be, and when nothing is: as a list, and as an iCalendar (RFC 5545). */

const id = z.string().max(80);
export const CalendarQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional().describe('Left out = 30 days ago.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Left out = in 90 days.'),
  teamId: id.optional(),
  agent: z.string().max(200).optional().describe('Id or slug.'),
  environment: EnvironmentName.optional(),
});
export type CalendarQuery = z.infer<typeof CalendarQuery>;

const AgentName = z.object({ id: z.string(), slug: z.string(), name: z.string() });
export const CalendarEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['deployment', 'schedule', 'freeze']),
    title: z.string(),
    from: z.string(),
    until: z.string().nullable().describe('null = a moment.'),
    agent: AgentName.nullable().describe('null = of a freeze: all agents.'),
    teamId: z.string().nullable(),
    environment: z.string().nullable().describe('null = of a freeze: all environments.'),
    release: z.object({ id: z.string(), version: z.string() }).nullable(),
    state: z
      .enum(['deploy', 'promote', 'roll_back', 'waiting', 'done', 'refused', 'cancelled', 'standing', 'lifted'])
      .describe('Of a deployment its verb, of a schedule its state, of a freeze whether it stands.'),
    reason: z.string(),
    by: z.string(),
    byName: z.string().nullable(),
  })
  .openapi('CalendarEntry');
export type CalendarEntry = z.infer<typeof CalendarEntry>;
export const Calendar = z
  .object({
    items: z.array(CalendarEntry).describe('By their beginning; at most 500 of each kind, the latest.'),
    truncated: z.boolean(),
    from: z.string(),
    to: z.string(),
  })
  .openapi('Calendar');
export type Calendar = z.infer<typeof Calendar>;

export const ImportFreezes = z
  .object({
    ics: z.string().min(1).max(500_000).describe('The text of a calendar: VEVENTs become freezes.'),
    teamId: id.exactOptional().describe('Left out = all teams.'),
    agentId: id.exactOptional().describe('Left out = all agents.'),
    environment: EnvironmentName.exactOptional().describe('Left out = all environments.'),
    timeZone: z.string().max(80).default('UTC').describe('Of times and days that name none.'),
  })
  .refine((one) => isTimeZone(one.timeZone), { error: 'is no time zone', path: ['timeZone'] });
export type ImportFreezes = z.infer<typeof ImportFreezes>;
export const ImportedFreezes = z
  .object({
    isPreview: z.boolean(),
    items: z.array(
      z.object({
        uid: z.string(),
        summary: z.string(),
        from: z.string().nullable(),
        until: z.string().nullable(),
        outcome: z
          .enum(['begun', 'moved', 'lifted', 'unchanged', 'past', 'refused'])
          .describe('Of a preview: what it would be.'),
        why: z.string().nullable().describe('What stands against it.'),
        freezeId: z.string().nullable(),
      }),
    ),
  })
  .openapi('ImportedFreezes');
export type ImportedFreezes = z.infer<typeof ImportedFreezes>;
