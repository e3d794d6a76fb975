import { randomBytes } from 'node:crypto';
import { AppError } from '../spine/errors.ts';
import type { Seal } from '../spine/seal.ts';

const purpose = 'content key';

/** A new key of a workspace's content references, as `workspaces.content_key` keeps it: sealed, and bound to that workspace. */
export const newContentKey = (seal: Seal, workspaceId: string): string =>
  seal.seal(purpose, workspaceId, randomBytes(32).toString('base64'));

/** The 32 bytes in an envelope of `newContentKey`. Throws `config.root_key_differs` when it was sealed under another root key. */
export function openContentKey(seal: Seal, workspaceId: string, envelope: string): Uint8Array {
  const [, sealedUnder = ''] = envelope.split('.');
  if (sealedUnder !== seal.keyId)
    throw new AppError('config.root_key_differs', { params: { sealedUnder, given: seal.keyId } });
  return new Uint8Array(Buffer.from(seal.open(purpose, workspaceId, envelope), 'base64'));
}
