import { z } from '@hono/zod-openapi';

/** Releases: what an agent is made of, as one immutable thing that is known by its digest. */

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 hex digits in lower case');
const name = z.string().min(1).max(200);
const line = z.string().min(1).max(1000);
const text = z.string().max(20_000);
/** Of one kind under each name. */
const named = <T extends z.ZodType>(shape: T, by: string, most = 500) =>
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
      .exactOptional(),
    subject: z.strictObject(Place).exactOptional().describe('Which record it concerns.'),
    undo: name.exactOptional().describe('The tool that takes it back.'),
  })
  .describe('What it does to the world; left out = unknown.');
const Tool = z.strictObject({
  name,
  schemaHash: Sha256.describe('Of the RFC 8785 form of the JSON Schema of its arguments.'),
  description: text.min(1).exactOptional(),
  effect: ToolEffect.exactOptional(),
});
const Prompt = z.strictObject({
  slot: name.describe('What the agent asks for it by.'),
  prompt: name,
  version: z.number().int().positive(),
  digest: Sha256,
});
const Versioned = z.strictObject({ name, version: z.union([z.string().min(1).max(100), z.number().int()]) });
const Gate = z.strictObject({ name, minimum: z.number().exactOptional().describe('Least score that passes.') });
const Flat = z.record(name, z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]));
const Json: z.ZodType<unknown> = z.json();

export const releaseSchema = 'signalbox.release/v1';
/** Text that is no Unicode has no RFC 8785 form, and no database keeps U+0000. */
const keepable = (manifest: unknown): boolean =>
  // eslint-disable-next-line no-control-regex -- PostgreSQL keeps no U+0000
  !/\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(JSON.stringify(manifest).replaceAll('\\\\', ''));

export const ReleaseManifest = z
  .strictObject({
    schema: z.literal(releaseSchema),
    prompts: named(Prompt, 'slot').exactOptional(),
    model: z.strictObject({ provider: name, name, parameters: z.record(name, Json).exactOptional() }).exactOptional(),
    tools: named(Tool, 'name').exactOptional(),
    mcpServers: named(
      z.strictObject({
        name,
        url: line.exactOptional(),
        version: name.exactOptional(),
        schemaHash: Sha256.exactOptional(),
      }),
      'name',
    ).exactOptional(),
    policies: named(Versioned, 'name').exactOptional(),
    evaluators: named(Versioned, 'name').exactOptional(),
    gates: named(Gate, 'name').exactOptional(),
    code: z
      .strictObject({ repository: line.exactOptional(), commit: name.exactOptional(), image: line.exactOptional() })
      .exactOptional(),
    knowledge: named(
      z.strictObject({ name, version: name.exactOptional(), digest: name.exactOptional() }),
      'name',
    ).exactOptional(),
    settings: Flat.exactOptional().describe("The agent's own; Signalbox hands them out and does not read them."),
    notes: text.exactOptional().describe('Part of what is hashed; what changed and why stands beside the manifest.'),
  })
  .refine(keepable, 'holds U+0000 or half a surrogate pair')
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
