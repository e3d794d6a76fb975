import type { SpineTables, Timestamp } from '../spine/tables.ts';
import type { Db, Tx } from '../spine/tx.ts';
import type { Kysely, Transaction } from 'kysely';

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
  };
  ops_key_uses: { key_id: string; last_used_at: Timestamp };
  ops_sessions: {
    id: string;
    token_hash: Uint8Array;
    workspace_id: string;
    person_id: string;
    created_at: Timestamp;
    expires_at: Timestamp;
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
