import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { ReleaseManifest } from './contract-releases.ts';
import { canonicalManifest } from './model/release/canonical.ts';

/** `text`: the RFC 8785 form of the manifest; `digest`: its SHA-256, hex. */
export function digestOf(manifest: ReleaseManifest): { text: string; digest: string } {
  const text = canonicalize(canonicalManifest(manifest));
  return { text, digest: sha256(text) };
}

/** Hex, of the text as UTF-8. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
