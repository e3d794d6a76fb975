import { z } from '@hono/zod-openapi';
import { RolloutSpec } from '../contract-rollouts.ts';

/** JSON Schema of a rollout, for editors. Committed as docs/rollout.schema.json. */
export const rolloutSchema = (): object => ({
  title: 'Rollout',
  ...z.toJSONSchema(RolloutSpec, { io: 'input', target: 'draft-7' }),
});
