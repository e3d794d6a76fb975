import type { Ctx } from '../../../spine/ctx.ts';
import type { ReleaseVerification } from '../contract-releases.ts';
import { sha256 } from '../releases/digest.ts';
import { findRelease } from '../releases/rows.ts';
import { verifySignature } from '../releases/signing.ts';
import { lifecycleDb } from '../tables.ts';

/** Is a release what was hashed and signed? Asked of what is stored, bit for bit. Throws `lifecycle.not_found`. */
export async function verifyRelease(ctx: Ctx, id: string): Promise<ReleaseVerification> {
  const row = await findRelease(ctx, id);
  const { workspaceId } = ctx;
  const keys = lifecycleDb(ctx.state.db).selectFrom('release_keys').where('workspace_id', '=', workspaceId);
  const { public_key: publicKey } = await keys.select('public_key').executeTakeFirstOrThrow();
  const signed = { workspaceId, agentId: row.agent_id, version: row.version, schema: row.schema, digest: row.digest };
  return {
    workspaceId,
    publicKey,
    digestHolds: sha256(row.manifest) === row.digest,
    signatureHolds: verifySignature(publicKey, signed, { keyId: row.key_id, signature: row.signature }),
  };
}
