import { z } from '@hono/zod-openapi';

/** What a list of runs is narrowed by: conditions that all hold, each with its values. Shapes of the room, part of its contract. */

const text = z.string().max(400);

/** Names: any of the values, or with `not` none of them. '' = not told. */
const Named = z.object({
  by: z.enum([
    ...['team', 'agent', 'service', 'release', 'environment', 'conversation', 'user'],
    ...['model', 'tool', 'tag', 'outcome', 'source', 'state', 'mark'],
  ] as [
    ...['team', 'agent', 'service', 'release', 'environment', 'conversation', 'user'],
    ...['model', 'tool', 'tag', 'outcome', 'source', 'state', 'mark'],
  ]),
  values: z.array(text).min(1).max(50),
  not: z.boolean().optional(),
});

/** Figures between two bounds, both included. What is unknown is in no range. */
const Ranged = z.object({
  by: z.enum(['durationMs', 'costUsd', 'inputTokens', 'outputTokens', 'errors', 'steps', 'modelCalls', 'toolCalls']),
  min: z.number().min(0).max(1e15).optional(),
  max: z.number().min(0).max(1e15).optional(),
});

const Flagged = z.object({ by: z.enum(['bound', 'refused']), is: z.boolean() });
const OfPrompt = z.object({
  by: z.literal('prompt'),
  name: text,
  version: text.optional(),
  not: z.boolean().optional(),
});
/** Of any span of the run; only where the asker may read content. Without `value`: the attribute is there. */
const OfAttribute = z.object({
  by: z.literal('attribute'),
  key: text.min(1),
  value: text.optional(),
  not: z.boolean().optional(),
});
/** A score of the run, one of its steps or its trace: by its number, its label, or that there is one. */
const Scored = z.object({
  by: z.literal('score'),
  name: text.min(1),
  min: z.number().optional(),
  max: z.number().optional(),
  label: text.optional(),
});

export const Condition = z.union([Named, Ranged, Flagged, OfPrompt, OfAttribute, Scored]);
export type Condition = z.infer<typeof Condition>;

export const Conditions = z.array(Condition).max(20);

/** As it travels in an address: JSON. */
export const FilterText = z
  .string()
  .max(4000)
  .transform((given, context) => {
    try {
      return JSON.parse(given) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: a list of conditions' });
      return z.NEVER;
    }
  })
  .pipe(Conditions)
  .openapi({
    type: 'string',
    description:
      'A JSON list of conditions that all hold: {"by":"agent","values":["a","b"],"not":true}, {"by":"durationMs","min":1000}, ' +
      '{"by":"attribute","key":"k","value":"v"}, {"by":"prompt","name":"p","version":"3"}, {"by":"score","name":"s","max":0.5}, {"by":"bound","is":true}.',
  });
