import { createHash, createHmac } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { RecordedEvent } from '../events.ts';

/** The part of an event that stays for ever: ids only, and a commitment to the payload. Field names are hashed: they never change. */
export type LedgerHeader = {
  workspace: string;
  seq: number;
  time: string;
  actor: string;
  type: string;
  resource: string;
  payload_commit: string;
};

/** Leaf of the Merkle log (RFC 9162 §2.1.1): SHA-256(0x00 ‖ JCS(header)), JCS = RFC 8785. 32 bytes. */
export const leafOf = (header: LedgerHeader): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Buffer.of(0)).update(canonicalize(header)).digest());

/**
 * HMAC-SHA-256(key, JCS(payload)) in hex. The key is random and erased with the payload, so that nobody can guess an erased
 * payload by trying values.
 * @param canonical the payload as JCS, just as it is stored.
 */
export const commitmentTo = (canonical: string, key: Uint8Array): string =>
  createHmac('sha256', key).update(canonical).digest('hex');

/** Does the leaf belong to this header? Holds for erased payloads too. */
export function verifyLeaf(event: RecordedEvent): boolean {
  const { workspaceId, seq, time, actor, type, resource, payloadCommit } = event;
  const header = { workspace: workspaceId, seq, time, actor, type, resource, payload_commit: payloadCommit };
  return Buffer.from(leafOf(header)).toString('hex') === event.leaf;
}
