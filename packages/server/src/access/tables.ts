import type { ContentMode } from '../spine/content-mode.ts';
import type { SpineTables, Timestamp } from '../spine/tables.ts';
import type { Db, Tx } from '../spine/tx.ts';
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';

/** A timestamptz that came with a later migration: null unless given. */
type LaterTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** Tables of access. Secrets are kept as hashes only. Scopes are space-separated. */
export type AccessTables = {
  people: {
    id: string;
    workspace_id: string;
    name: string;
    email: string;
    password_hash: string | null;
    disabled_at: Timestamp | null;
    created_at: Timestamp;
    /** Who this is at the identity provider; null = signs in here. */
    provider_subject: Generated<string | null>;
    /** Since when the provider knows them no more. */
    locked_out_at: LaterTimestamp;
  };
  grants: {
    id: string;
    workspace_id: string;
    person_id: string;
    role: string;
    team_id: string | null;
    agent_id: string | null;
    environment: string | null;
    created_at: Timestamp;
    until: LaterTimestamp;
    /** person: by somebody's hand · provider: from groups there · emergency: taken by breaking the glass. */
    source: Generated<'person' | 'provider' | 'emergency'>;
    reason: Generated<string | null>;
  };
  keys: {
    id: string;
    workspace_id: string;
    team_id: string;
    name: string;
    agent: string | null;
    environment: string | null;
    scopes: string;
    secret_hash: Uint8Array;
    created_at: Timestamp;
    expires_at: Timestamp | null;
    revoked_at: Timestamp | null;
    service_account_id: Generated<string | null>;
    content_mode: Generated<ContentMode>;
    /** Space-separated. */
    origins: Generated<string>;
  };
  service_accounts: {
    id: string;
    workspace_id: string;
    team_id: string;
    name: string;
    owner_id: string;
    created_at: Timestamp;
    expires_at: Timestamp;
    disabled_at: Timestamp | null;
  };
  /** `secret`: sealed, bound to the person. `last_step`: the newest time step whose code was used. */
  second_factors: { person_id: string; secret: string; confirmed_at: Timestamp; last_step: number };
  recovery_codes: { person_id: string; code_hash: Uint8Array; used_at: Timestamp | null };
  access_settings: { workspace_id: string; second_factor_required: boolean };
  /** `api_key`: sealed, bound to the row; null = none. `models`: JSON. `team_id` null = all teams. */
  model_providers: {
    id: string;
    workspace_id: string;
    team_id: string | null;
    name: string;
    dialect: 'openai' | 'anthropic';
    base_url: string;
    api_key: string | null;
    models: string;
    priced_as: string;
    created_by: string;
    created_at: Timestamp;
    changed_at: Timestamp;
  };
  ops_model_provider_uses: { provider_id: string; actor: string; uses: number; last_at: Timestamp };
  ops_second_factor_offers: { person_id: string; secret: string; created_at: Timestamp };
  /** `how` listed: `run_id` is the team and the agent, and the row stands for a day. */
  ops_content_reads: { workspace_id: string; actor: string; run_id: string; how: string; at: Timestamp };
  ops_key_uses: { key_id: string; last_used_at: Timestamp };
  ops_sessions: {
    id: string;
    token_hash: Uint8Array;
    workspace_id: string;
    person_id: string;
    created_at: Timestamp;
    expires_at: Timestamp;
    /** Of a sign-in through the provider: its sealed refresh token, and when it last said yes. */
    refresh: Generated<string | null>;
    checked_at: LaterTimestamp;
    checking_until: LaterTimestamp;
    by: Generated<'link' | 'password' | 'provider'>;
  };
  ops_sign_in_links: {
    id: string;
    token_hash: Uint8Array;
    workspace_id: string;
    person_id: string;
    expires_at: Timestamp;
    used_at: Timestamp | null;
  };
  ops_throttle: { bucket: string; failures: number; since: Timestamp; blocked_until: Timestamp | null };
};

export type AccessDb = Kysely<SpineTables & AccessTables>;
export type AccessTx = Transaction<SpineTables & AccessTables>;

export const accessDb = (db: Db): AccessDb => db.withTables<AccessTables>();
export const accessTx = (tx: Tx): AccessTx => tx.withTables<AccessTables>();
