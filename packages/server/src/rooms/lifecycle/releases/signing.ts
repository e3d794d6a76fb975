import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Seal } from '../../../spine/seal.ts';
import type { Tx } from '../../../spine/tx.ts';
import { lifecycleTx } from '../tables.ts';

const purpose = 'release key';

/** What routes that sign are given. */
export type Sealing = { seal: Seal };
/** What a signature is over, as RFC 8785: a release cannot be shown as another agent's, nor under another version. */
export type Signed = { workspaceId: string; agentId: string; version: string; schema: string; digest: string };
export type Signature = { keyId: string; signature: string };

/** Signs with the workspace's own key, which is made on first use and never leaves its seal. Base64. */
export async function signRelease(tx: Tx, seal: Seal, now: Date, signed: Signed): Promise<Signature> {
  const { workspaceId } = signed;
  const own = lifecycleTx(tx).selectFrom('release_keys').select(['key_id', 'private_key']);
  const ask = () => own.where('workspace_id', '=', workspaceId).executeTakeFirst();
  if ((await ask()) === undefined) await makeKey(tx, seal, now, workspaceId);
  const { key_id: keyId, private_key: sealed } = (await ask())!;
  const der = Buffer.from(seal.open(purpose, workspaceId, sealed), 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { keyId, signature: sign(null, statementOf(signed), key).toString('base64') };
}

/** Of two transactions at once one makes it; the other goes on with that. */
async function makeKey(tx: Tx, seal: Seal, now: Date, workspaceId: string): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  const row = {
    ...{ workspace_id: workspaceId, key_id: keyIdOf(publicKey), public_key: publicKey.toString('base64') },
    private_key: seal.seal(purpose, workspaceId, privateKey.toString('base64')),
    created_at: now,
  };
  await lifecycleTx(tx)
    .insertInto('release_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @param publicKey SPKI in DER, base64. */
export function verifySignature(publicKey: string, signed: Signed, { keyId, signature }: Signature): boolean {
  const der = Buffer.from(publicKey, 'base64');
  if (keyIdOf(der) !== keyId) return false;
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, statementOf(signed), key, Buffer.from(signature, 'base64'));
}

const statementOf = ({ workspaceId, agentId, version, schema, digest }: Signed): Buffer =>
  Buffer.from(canonicalize({ agent: agentId, digest, schema, version, workspace: workspaceId }));

const keyIdOf = (spki: Buffer): string => createHash('sha256').update(spki).digest('hex').slice(0, 16);
