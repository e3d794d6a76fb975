import type { Kysely, Transaction } from 'kysely';
import type { SpineTables, Timestamp } from '../../spine/tables.ts';
import type { Db, Tx } from '../../spine/tx.ts';

/** Tables of the room, beside the catalog in the spine, which it alone writes. */
export type LifecycleTables = {
  agent_slugs: { workspace_id: string; slug: string; agent_id: string };
  name_changes: {
    id: string;
    workspace_id: string;
    team_id: string;
    verb: string;
    /** JSON: ids. */
    agent_ids: string;
    /** JSON: `Edit[]` of model/naming.ts. */
    edits: string;
    made_by: string;
    made_at: Timestamp;
    undone_at: Timestamp | null;
    reassembly_id: string | null;
  };
  /** Never changed once made. */
  releases: {
    id: string;
    workspace_id: string;
    agent_id: string;
    /** SHA-256 of `manifest`, hex. */
    digest: string;
    version: string;
    schema: string;
    /** RFC 8785, the bytes that were hashed: `ReleaseManifest` of contract-releases.ts. */
    manifest: string;
    signature: string;
    key_id: string;
    parent_id: string | null;
    why: string;
    expected_effect: string;
    /** JSON: `string[]`. */
    evidence: string;
    notes: string;
    created_by: string;
    created_at: Timestamp;
  };
  release_keys: {
    workspace_id: string;
    key_id: string;
    /** SPKI in DER, base64. */
    public_key: string;
    /** PKCS #8 in DER, base64, sealed to the workspace. */
    private_key: string;
    created_at: Timestamp;
  };
  agent_profiles: {
    agent_id: string;
    workspace_id: string;
    version: number;
    /** JSON: `AgentProfile` of contract-agents.ts. */
    profile: string;
    updated_by: string;
    updated_at: Timestamp;
  };
};

type LifecycleDb = Kysely<SpineTables & LifecycleTables>;
export type LifecycleTx = Transaction<SpineTables & LifecycleTables>;

export const lifecycleDb = (db: Db): LifecycleDb => db.withTables<LifecycleTables>();
export const lifecycleTx = (tx: Tx): LifecycleTx => tx.withTables<LifecycleTables>();
