import type { GeneratedAlways, Kysely, Transaction } from 'kysely';
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
    /** Later ones of an agent have higher numbers. */
    number: GeneratedAlways<number>;
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
  deployments: {
    agent_id: string;
    environment: string;
    workspace_id: string;
    version: number;
    release_id: string;
    candidate_id: string | null;
    candidate_share: number | null;
    salt: string | null;
    /** JSON: `string[]`. */
    past: string;
    deployed_at: Timestamp;
    deployed_by: string;
    reason: string;
  };
  deployment_history: {
    id: string;
    workspace_id: string;
    agent_id: string;
    environment: string;
    version: number;
    verb: 'deploy' | 'promote' | 'roll_back';
    release_id: string;
    previous_id: string | null;
    candidate_id: string | null;
    candidate_share: number | null;
    salt: string | null;
    at: Timestamp;
    by: string;
    reason: string;
  };
  freeze_windows: {
    id: string;
    workspace_id: string;
    team_id: string | null;
    agent_id: string | null;
    environment: string | null;
    from_at: Timestamp;
    until_at: Timestamp;
    time_zone: string;
    owner_id: string;
    reason: string;
    made_at: Timestamp;
    made_by: string;
    lifted_at: Timestamp | null;
    source: string | null;
  };
  agent_naming_rules: { workspace_id: string; pattern: string; reason: string };
  freeze_overrides: {
    freeze_id: string;
    agent_id: string;
    environment: string;
    person_id: string;
    workspace_id: string;
    reason: string;
    at: Timestamp;
  };
  /** `environments`: JSON, `string[]`. */
  environment_orders: { workspace_id: string; environments: string };
  environment_rules: {
    workspace_id: string;
    environment: string;
    people: number;
    role: string | null;
    not_author: boolean;
  };
  sign_offs: {
    release_id: string;
    environment: string;
    person_id: string;
    workspace_id: string;
    /** JSON: `Role[]`. */
    roles: string;
    note: string;
    at: Timestamp;
  };
  deployment_schedules: {
    id: string;
    workspace_id: string;
    agent_id: string;
    environment: string;
    release_id: string;
    share: number;
    due_at: Timestamp;
    reason: string;
    made_at: Timestamp;
    made_by: string;
    state: 'waiting' | 'done' | 'refused' | 'cancelled';
    refusal: string | null;
  };
  ops_agent_instances: {
    workspace_id: string;
    agent_id: string;
    environment: string;
    instance: string;
    release_digest: string | null;
    seq: number;
    sdk: string;
    started_at: Timestamp;
    last_seen_at: Timestamp;
    lease_until: Timestamp;
    stopped: boolean;
  };
};

type LifecycleDb = Kysely<SpineTables & LifecycleTables>;
export type LifecycleTx = Transaction<SpineTables & LifecycleTables>;

export const lifecycleDb = (db: Db): LifecycleDb => db.withTables<LifecycleTables>();
export const lifecycleTx = (tx: Tx): LifecycleTx => tx.withTables<LifecycleTables>();
