import { z } from '@hono/zod-openapi';

/** Releases: what an agent is made of, as one immutable thing that is known by its digest. */

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 hex digits in lower case');
const name = z.string().min(1).max(200);
const line = z.string().min(1).max(1000);
const text = z.string().max(20_000);
/** Of one kind under each name. */
export const named = <T extends z.ZodType>(shape: T, by: string, most = 500) =>
  z
    .array(shape)
    .max(most)
    .refine((all) => new Set(all.map((one) => (one as Record<string, unknown>)[by])).size === all.length, {
      error: `each "${by}" may stand here once`,
    });

const Place = { in: z.enum(['arguments', 'result']), path: line.describe('Names with dots: order.amount') };
const ToolEffect = z
  .strictObject({
    kind: z.enum(['reads', 'reversible', 'irreversible']),
    amount: z
      .strictObject({ ...Place, currency: line.describe('ISO 4217 code such as EUR, or the path of one.') })
      .optional(),
    subject: z.strictObject(Place).optional().describe('Which record it concerns.'),
    undo: name.optional().describe('The tool that takes it back.'),
  })
  .describe('What it does to the world; left out = unknown.');
export const Tool = z.strictObject({
  name,
  schemaHash: Sha256.describe('Of the RFC 8785 form of the JSON Schema of its arguments.'),
  description: text.min(1).optional(),
  effect: ToolEffect.optional(),
});
const promptDigest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be the digest of a prompt version: sha256: and 64 hex digits');
export const Prompt = z.strictObject({
  slot: name.describe('What the agent asks for it by.'),
  prompt: name,
  version: z.number().int().positive(),
  digest: promptDigest.describe('As the prompt has it.'),
  references: named(
    z.strictObject({
      reference: line.describe('As it stands in a text: name@3, name@production.'),
      ...{ prompt: name, version: z.number().int().positive(), digest: promptDigest },
    }),
    'reference',
  )
    .min(1)
    .optional()
    .describe('The versions of other prompts that its text leads to, for ever. Left out = as they stand now, if any.'),
  label: name
    .optional()
    .describe(
      'The label it follows: when that moves, a release with the version it stands for then is made and deployed.',
    ),
});
const Versioned = z.strictObject({ name, version: z.union([z.string().min(1).max(100), z.number().int()]) });
const Gate = z.strictObject({ name, minimum: z.number().optional().describe('Least score that passes.') });
const Flat = z.record(name, z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]));

export const releaseSchema = 'signalbox.release/v1';
export const unkeepable = 'holds U+0000 or half a surrogate pair';
/** Text that is no Unicode has no RFC 8785 form, and no database keeps U+0000. */
export const keepable = (manifest: unknown): boolean =>
  // eslint-disable-next-line no-control-regex -- PostgreSQL keeps no U+0000
  !/\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(JSON.stringify(manifest).replaceAll('\\\\', ''));

/** What a manifest may hold; each may be left out. */
export const manifestSlots = {
  prompts: named(Prompt, 'slot').optional(),
  model: z.strictObject({ provider: name, name, parameters: z.record(name, z.unknown()).optional() }).optional(),
  tools: named(Tool, 'name').optional(),
  mcpServers: named(
    z.strictObject({ name, url: line.optional(), version: name.optional(), schemaHash: Sha256.optional() }),
    'name',
  ).optional(),
  policies: named(Versioned, 'name').optional(),
  evaluators: named(Versioned, 'name').optional(),
  gates: named(Gate, 'name').optional(),
  code: z.strictObject({ repository: line.optional(), commit: name.optional(), image: line.optional() }).optional(),
  knowledge: named(z.strictObject({ name, version: name.optional(), digest: name.optional() }), 'name').optional(),
  settings: Flat.optional().describe("The agent's own; Signalbox hands them out and does not read them."),
  notes: text.optional().describe('Part of what is hashed; what changed and why stands beside the manifest.'),
};

export const ReleaseManifest = z
  .strictObject({ schema: z.literal(releaseSchema), ...manifestSlots })
  .refine(keepable, unkeepable)
  .describe('Slots that are empty are left out. Lists have no order: two manifests of the same parts are one.')
  .openapi('ReleaseManifest');
export type ReleaseManifest = z.infer<typeof ReleaseManifest>;

export const Release = z
  .object({
    id: z.string(),
    agentId: z.string(),
    version: z.string().describe('Semantic version, which follows from what changed.'),
    digest: Sha256.describe('SHA-256 of the RFC 8785 form of the manifest.'),
    manifest: ReleaseManifest,
    parentId: z.string().nullable().describe('The release it was made from; null = the first.'),
    why: z.string(),
    expectedEffect: z.string(),
    evidence: z.array(z.string()).describe('Addresses or sentences.'),
    notes: z.string(),
    signature: z.string().describe('Ed25519, base64.'),
    keyId: z.string().describe('Of the key that signed: the first 16 hex digits of the SHA-256 of its SPKI.'),
    createdAt: z.string(),
    createdBy: z.string(),
    createdByName: z.string().nullable(),
  })
  .openapi('Release');
export type Release = z.infer<typeof Release>;

const said = z.string().trim().max(5000);
export const CreateRelease = z.object({
  manifest: ReleaseManifest,
  why: said.min(1).describe('Why it is made.'),
  expectedEffect: said.default(''),
  evidence: z.array(z.string().trim().min(1).max(2000)).max(50).default([]).describe('Addresses or sentences.'),
  notes: said.default(''),
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/, 'must look like 2.10.3')
    .optional()
    .describe('Only upwards of what the changes ask for; left out = that.'),
  parentId: z.string().max(80).optional().describe('The release it was made from; left out = the newest.'),
  newestId: z
    .string()
    .max(80)
    .nullable()
    .optional()
    .describe('What the caller knows as the newest (null = none): where another was made since, this is refused.'),
});
export type CreateRelease = z.infer<typeof CreateRelease>;

const RiskLevel = z.enum(['low', 'medium', 'high']);
export const Change = z
  .object({
    slot: z.string(),
    name: z.string().nullable(),
    kind: z.enum(['added', 'removed', 'changed']),
    sentence: z.string(),
    risk: z.object({ level: RiskLevel, reason: z.string() }),
    part: z.enum(['major', 'minor', 'patch']).describe('How far it reaches into the version.'),
  })
  .openapi('ReleaseChange');
export type ReleaseChange = z.infer<typeof Change>;

export const MadeRelease = z
  .object({
    release: Release.nullable().describe('null = a preview of one that is not there yet.'),
    isNew: z.boolean().describe('false = this manifest is a release already; nothing was made.'),
    version: z.string(),
    digest: z.string(),
    changes: z.array(Change).describe('Against the parent, the riskiest first.'),
    risk: RiskLevel.nullable().describe('null = nothing differs.'),
  })
  .openapi('MadeRelease');
export type MadeRelease = z.infer<typeof MadeRelease>;

export const ReleaseList = z
  .object({ items: z.array(Release), nextCursor: z.string().nullable() })
  .openapi('ReleaseList');
export type ReleaseList = z.infer<typeof ReleaseList>;
export const ReleaseListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(800).optional(),
});

export const ReleaseComparison = z
  .object({
    base: Release,
    head: Release,
    changes: z.array(Change).describe('From base to head, the riskiest first.'),
    risk: RiskLevel.nullable(),
  })
  .openapi('ReleaseComparison');
export type ReleaseComparison = z.infer<typeof ReleaseComparison>;

export const ReleaseVerification = z
  .object({
    workspaceId: z.string().describe('Part of what was signed.'),
    publicKey: z.string().describe('SPKI in DER, base64.'),
    digestHolds: z.boolean().describe('The manifest still has the digest.'),
    signatureHolds: z.boolean().describe('The workspace signed this digest for this agent and version.'),
  })
  .openapi('ReleaseVerification');
export type ReleaseVerification = z.infer<typeof ReleaseVerification>;
