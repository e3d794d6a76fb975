import { z } from '@hono/zod-openapi';
import { AgentFile } from '../contract-apply.ts';

/** JSON Schema of `signalbox.yaml`, for editors. Committed as docs/release.schema.json. */
export const agentFileSchema = (): object => ({
  title: 'signalbox.yaml',
  ...z.toJSONSchema(AgentFile, { io: 'input', target: 'draft-7' }),
});
