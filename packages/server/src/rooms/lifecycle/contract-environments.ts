import { z } from '@hono/zod-openapi';
import { EnvironmentName } from './contract-deployments.ts';

export const SetEnvironmentOrder = z.object({
  environments: z
    .array(EnvironmentName)
    .max(50)
    .refine((names) => new Set(names).size === names.length, 'names one twice')
    .describe('First to last. None = as their names say.'),
});
export type SetEnvironmentOrder = z.infer<typeof SetEnvironmentOrder>;
export const EnvironmentOrder = z
  .object({
    environments: z
      .array(z.string())
      .describe('First to last: a release is promoted from each to the next. One that is not in it has no next.'),
    isSet: z.boolean().describe('false = nobody said it: as the names of environments say.'),
  })
  .openapi('EnvironmentOrder');
export type EnvironmentOrder = z.infer<typeof EnvironmentOrder>;
