import { z } from '@hono/zod-openapi';

export const SqlStatement = z
  .object({
    sql: z
      .string()
      .min(1)
      .max(1_000_000)
      .describe('One SELECT over the tables of GET /api/v1/sql/schema, without ";".'),
    limit: z.number().int().min(1).max(10_000).default(1_000).describe('Rows of the answer at most.'),
  })
  .openapi('SqlStatement');

export const SqlResult = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z
      .array(z.array(z.unknown()))
      .describe('Values in order of the columns; whole numbers beyond 2^53 are texts.'),
    truncated: z.boolean().describe('There are more rows than asked for.'),
    elapsedMs: z.number(),
  })
  .openapi('SqlResult');
export type SqlResult = z.infer<typeof SqlResult>;

export const SqlSchema = z
  .object({
    tables: z.array(
      z.object({
        name: z.string(),
        about: z.string(),
        columns: z.array(
          z.object({
            name: z.string(),
            type: z.string(),
            about: z.string(),
            content: z
              .boolean()
              .describe('Holds what was said: only where you have the right content.read, null elsewhere.'),
          }),
        ),
      }),
    ),
    functions: z.array(z.string()).describe('All that may be called.'),
  })
  .openapi('SqlSchema');
export type SqlSchema = z.infer<typeof SqlSchema>;
