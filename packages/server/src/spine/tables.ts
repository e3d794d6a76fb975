import type { ColumnType, Generated } from 'kysely';

/** timestamptz: read as Date, written as Date or ISO text. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** Tables of the spine: the ledger, its feeds, the catalog, and what keeps several processes in step. */
export type SpineTables = {
  /** `content_key`: a sealed envelope, bound to the workspace's id (access/content-key.ts). */
  workspaces: { id: string; name: string; created_at: Timestamp; content_key: string };
  teams: { id: string; workspace_id: string; name: string; slug: string; created_at: Timestamp };
  environments: { id: string; workspace_id: string; name: string; created_at: Timestamp };
  agents: {
    id: string;
    workspace_id: string;
    team_id: string;
    slug: string;
    name: string;
    /** What derived rows call it; never changes. */
    key: string;
    created_at: Timestamp;
    /** Start of its first run, by the clock of who sent it. */
    first_seen_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
    /** The person who answers for it; null = unclaimed. */
    owner_id: Generated<string | null>;
    /** Another team's agent that had this name first; null once somebody owns this one. */
    same_name_as: Generated<string | null>;
    /** Why it stands in no list any more; null = it does. */
    put_away: Generated<'merged' | 'ignored' | 'undone' | 'removed' | null>;
  };
  /** `service` '' = whatever service. */
  agent_aliases: { workspace_id: string; team_id: string; alias: string; service: Generated<string>; agent_id: string };
  ignored_agent_names: { workspace_id: string; team_id: string; name: string; service: Generated<string> };
  ledger: {
    workspace_id: string;
    seq: number;
    time: string; // ISO 8601, milliseconds, UTC, exactly as hashed
    actor: string;
    type: string;
    resource: string;
    payload_commit: string;
    leaf: Uint8Array;
    event_id: string;
  };
  ledger_payloads: { event_id: string; workspace_id: string; version: number; payload: string; commit_key: Uint8Array };
  ledger_heads: { workspace_id: string; seq: Generated<number>; time: Generated<Timestamp> };
  ops_cursors: { subscription: string; workspace_id: string; position: string; updated_at: Timestamp };
  ops_leases: { name: string; holder: string; until: Timestamp };
  ops_idempotency: {
    workspace_id: string;
    actor: string;
    key: string;
    request_hash: string;
    status: number | null;
    body: string | null;
    created_at: Timestamp;
    /** JSON: the rights that were asked for, and where. */
    asked: Generated<string>;
  };
};
