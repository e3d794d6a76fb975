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
