import { z } from '@hono/zod-openapi';

/** What changed in a time: for marks on charts. Shapes of the room, part of its contract. */

const id = z.string().max(200);
const kind = z.string().regex(/^[a-z][a-z_]{0,39}$/);
export const ChangesQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional().describe('Left out = 24 hours before the end.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Left out = now.'),
  teamId: id.optional(),
  agent: id.optional().describe('Id, slug, or the name that telemetry has for it.'),
  environment: z.string().max(100).optional().describe('What concerns all environments concerns this one.'),
  kinds: z
    .string()
    .regex(/^[a-z][a-z_]{0,39}(,[a-z][a-z_]{0,39}){0,19}$/)
    .optional()
    .describe('Several with a comma between them. Left out = all.'),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

export const Change = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: kind.describe('What changed: release, prompt, model, freeze; others may come.'),
    how: z.string().describe('Deployed, rolled back, moved and so on, in one word.'),
    title: z.string(),
    about: z
      .object({ type: z.string().describe('release, prompt, run, calendar; others may come.'), id: z.string() })
      .describe('Where it leads to.'),
    teamId: z.string().nullable().describe('null = all teams.'),
    agent: z
      .object({ id: z.string().nullable(), name: z.string() })
      .nullable()
      .describe('null = not of one agent. Without an id: an agent that is not known here yet.'),
    environment: z.string().nullable().describe('null = all environments.'),
    reason: z.string(),
    by: z.string().nullable().describe('null = it was seen in telemetry.'),
  })
  .openapi('Change');
export type Change = z.infer<typeof Change>;

export const Changes = z
  .object({
    items: z.array(Change).describe('By time; at most 500, the latest.'),
    byKind: z.array(z.object({ kind, changes: z.number().int() })).describe('Before `kinds` and the limit.'),
    truncated: z.boolean(),
    from: z.string(),
    to: z.string(),
  })
  .openapi('Changes');
export type Changes = z.infer<typeof Changes>;
