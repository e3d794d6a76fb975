import { z } from '@hono/zod-openapi';

/** What was said of how good something is: shapes of the room, part of its contract. */

export const Score = z
  .object({
    id: z.string(),
    name: z.string(),
    of: z.enum(['step', 'run', 'conversation']).describe('What it is a score of.'),
    spanId: z.string().nullable().describe('The step it is a score of.'),
    dataType: z.enum(['numeric', 'boolean', 'categorical', 'text']),
    value: z
      .union([z.number(), z.boolean(), z.string()])
      .nullable()
      .describe('By `dataType`. null = unknown, or a text without the right to read it.'),
    comment: z.string().nullable(),
    source: z.string().describe('API, EVAL, ANNOTATION or what its sender says; otel = an evaluation over OTLP.'),
    at: z.string(),
  })
  .openapi('Score');
export type Score = z.infer<typeof Score>;

export const PassKQuery = z.object({
  score: z.string().min(1).max(400).describe('Name of a score of runs that is a number, or true and false.'),
  group: z.string().min(1).max(400).default('task').describe('Key of its metadata that tells the task.'),
  threshold: z.coerce.number().default(1).describe('A run passes from this score on.'),
  k: z.coerce.number().int().min(1).max(32).default(4).describe('Up to which k.'),
  agent: z.string().max(400).optional(),
  environment: z.string().max(200).optional(),
  from: z.iso.datetime().optional().describe('Runs that started at or after this time.'),
  to: z.iso.datetime().optional().describe('Runs that started before this time.'),
});

export const PassK = z
  .object({
    score: z.string(),
    group: z.string(),
    threshold: z.number(),
    runs: z.number().int().describe('Runs that carry the score and name a task.'),
    passed: z.number().int(),
    powers: z
      .array(
        z.object({
          k: z.number().int(),
          value: z.number().nullable().describe('null = no task has so many runs.'),
          tasks: z.number().int().describe('Tasks with at least k runs: it is a mean over these.'),
        }),
      )
      .describe('Mean over tasks of C(passed, k) / C(runs, k), as of tau-bench (arXiv 2406.12045).'),
    tasks: z
      .array(z.object({ group: z.string(), runs: z.number().int(), passed: z.number().int() }))
      .describe('At most 1,000; none without the right content.read for all of them.'),
    truncated: z.boolean().describe('There are more tasks than are listed; from 10,000 on, than are counted.'),
  })
  .openapi('PassK');
export type PassK = z.infer<typeof PassK>;
