import { randomBytes } from 'node:crypto';
import { AppError } from '../spine/errors.ts';
import type { Seal } from '../spine/seal.ts';
import type { Db } from '../spine/tx.ts';

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

/** The key of a workspace's content references, each opened once: they stay what they are. */
export function contentKeys(db: Db, seal: Seal): (workspaceId: string) => Promise<Uint8Array> {
  const opened = new Map<string, Uint8Array>();
  return async (workspaceId) => {
    let key = opened.get(workspaceId);
    if (key === undefined) {
      const workspaces = db.selectFrom('workspaces').where('id', '=', workspaceId);
      const { content_key } = await workspaces.select('content_key').executeTakeFirstOrThrow();
      key = openContentKey(seal, workspaceId, content_key);
      opened.set(workspaceId, key);
    }
    return key;
  };
}
