import { z } from '@hono/zod-openapi';
import { Run, Step } from './contract.ts';

/** Two runs side by side. Shapes of the room, part of its contract. */

export const ComparisonQuery = z.object({
  a: z.string().max(200).describe('Id of the run on the left.'),
  b: z.string().max(200).describe('Id of the run on the right.'),
});

const Sizes = z
  .object({ input: z.number().int().nullable(), output: z.number().int().nullable() })
  .describe('Bytes of the messages of a step; null where none were sent or they may not be read.');

const Side = z.object({ step: Step, sizes: Sizes });

export const Comparison = z
  .object({
    a: Run,
    b: Run,
    rows: z
      .array(
        z.object({
          a: Side.nullable().describe('null = only the other run has this step.'),
          b: Side.nullable(),
          differs: z
            .array(z.enum(['missing', 'error', 'model', 'input', 'output', 'duration', 'tokens']))
            .describe('Duration: twice as long, and by a tenth of a second.'),
        }),
      )
      .describe('Steps in order, aligned by kind, name and tool.'),
    firstDivergence: z
      .number()
      .int()
      .nullable()
      .describe('The first row that only one run has or that failed in one; null = none.'),
    truncated: z.boolean().describe('A run has more than 2,000 steps: the rest is not compared.'),
  })
  .openapi('RunComparison');
export type Comparison = z.infer<typeof Comparison>;
