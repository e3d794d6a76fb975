import { z } from '@hono/zod-openapi';
import { AgentProfile } from './contract-agents.ts';
import {
  Change,
  CreateRelease,
  keepable,
  manifestSlots,
  named,
  Prompt,
  Tool,
  unkeepable,
} from './contract-releases.ts';

/** `signalbox.yaml`: one agent as code. What is under `registry` and `release` is the whole of it. */

const Metadata = z.strictObject({
  name: z.string().trim().min(1).max(400).describe('What telemetry calls it.'),
  team: z.string().min(1).max(200).optional().describe('Slug or id; left out = the team of the key.'),
});
const FileTool = Tool.extend({
  schemaHash: Tool.shape.schemaHash.optional(),
  schema: z.record(z.string(), z.unknown()).optional().describe('JSON Schema of its arguments, instead of its hash.'),
}).refine((tool) => (tool.schema === undefined) !== (tool.schemaHash === undefined), {
  error: 'needs either "schema" or "schemaHash"',
});
const FilePrompt = Prompt.omit({ label: true, references: true }).extend({
  version: z
    .union([Prompt.shape.version, z.string().min(1).max(200)])
    .describe('A number; or latest: the one it stands for now; or a label, which is followed from then on.'),
  digest: Prompt.shape.digest.optional().describe('Left out = that of the version.'),
});
export type FilePrompt = z.infer<typeof FilePrompt>;
const FileManifest = z
  .strictObject({
    ...manifestSlots,
    prompts: named(FilePrompt, 'slot').optional(),
    tools: named(FileTool, 'name').optional(),
  })
  .refine(keepable, unkeepable)
  .describe('What the agent is made of.');
const { version, why, expectedEffect, evidence, notes } = CreateRelease.shape;
export const AgentFile = z
  .strictObject({
    apiVersion: z.literal('signalbox/v1'),
    kind: z.literal('Agent'),
    metadata: Metadata,
    registry: AgentProfile.extend({
      owner: z.string().min(1).max(320).optional().describe('Id or e-mail address; left out = as it is.'),
    })
      .optional()
      .describe('Left out = as it is. What is left out within is taken away.'),
    release: z
      .strictObject({
        ...{ version, why, expectedEffect, evidence, notes },
        manifest: FileManifest,
      })
      .optional()
      .describe('Left out = no release is made.'),
  })
  .openapi('AgentFile');
export type AgentFile = z.infer<typeof AgentFile>;

/** What a plan was made on. */
const Base = z.object({ profileVersion: z.number().int(), newestReleaseId: z.string().nullable() });
export const ApplyAgent = z.object({
  file: AgentFile,
  base: Base.optional().describe('As the preview told it: where something else has changed since, nothing is done.'),
});
export type ApplyAgent = z.infer<typeof ApplyAgent>;

export const AppliedAgent = z
  .object({
    agentId: z.string().nullable().describe('null = a preview of an agent that is not there yet.'),
    name: z.string(),
    base: Base,
    isDeclared: z.boolean().describe('The agent was not there.'),
    registry: z.array(z.string()).describe('What changes of what is said about it, in words.'),
    release: z
      .object({
        id: z.string().nullable().describe('null = a preview.'),
        version: z.string(),
        digest: z.string(),
        isNew: z.boolean(),
        changes: z.array(Change).describe('Against the newest release; empty where this one is there already.'),
      })
      .nullable(),
    isChange: z.boolean().describe('false = everything is as the file says.'),
  })
  .openapi('AppliedAgent');
export type AppliedAgent = z.infer<typeof AppliedAgent>;
