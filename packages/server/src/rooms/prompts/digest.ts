import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Content, PromptKind } from './contract.ts';

/** `sha256:` and 64 hex digits over the canonical JSON (RFC 8785) of what a version holds; the same for any order of keys. */
export const digestOf = (kind: PromptKind, { body, variables, settings, outputSchema }: Content): string =>
  `sha256:${createHash('sha256')
    .update(canonicalize({ kind, body, variables, settings, outputSchema }))
    .digest('hex')}`;
