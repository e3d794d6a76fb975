import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { AgentFile } from '../contract-apply.ts';
import { type ReleaseManifest, releaseSchema } from '../contract-releases.ts';
import { canonicalManifest } from '../model/release/canonical.ts';

/** `text`: the RFC 8785 form of the manifest; `digest`: its SHA-256, hex. */
export function digestOf(manifest: ReleaseManifest): { text: string; digest: string } {
  const text = canonicalize(canonicalManifest(manifest));
  return { text, digest: sha256(text) };
}

/** Hex, of the text as UTF-8. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** From a manifest as a file has it, where a tool's schema may stand in place of its hash. `prompts`: those of the file, pinned. */
export function manifestFrom(
  slots: NonNullable<AgentFile['release']>['manifest'],
  prompts: ReleaseManifest['prompts'],
): ReleaseManifest {
  const tools = slots.tools?.map(({ schema, schemaHash, ...tool }) => ({
    ...tool,
    schemaHash: schemaHash ?? sha256(canonicalize(schema)),
  }));
  return { schema: releaseSchema, ...slots, prompts, tools };
}
