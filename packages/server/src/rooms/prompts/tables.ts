import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { SpineTables, Timestamp } from '../../spine/tables.ts';
import type { Db, Tx } from '../../spine/tx.ts';

/** Tables of the room. Columns marked JSON hold text; `at` is a version number or a label. */
export type PromptTables = {
  prompts: {
    id: string;
    workspace_id: string;
    team_id: string;
    name: string;
    folder: string;
    kind: 'text' | 'chat';
    /** JSON */
    tags: string;
    latest: number | null;
    created_by: string;
    created_at: Timestamp;
    archived_at: Timestamp | null;
  };
  prompt_names: { workspace_id: string; name: string; prompt_id: string };
  prompt_versions: {
    id: string;
    workspace_id: string;
    prompt_id: string;
    number: number;
    /** JSON: `Content` of contract.ts. */
    content: string;
    digest: string;
    estimated_tokens: number;
    message: string;
    author_id: string;
    created_at: Timestamp;
    /** JSON: `VersionSource` of contract.ts; null = written here. */
    source: Generated<string | null>;
  };
  prompt_references: { version_id: string; target_id: string; at: string };
  prompt_labels: { prompt_id: string; label: string; number: number; moved_by: string; moved_at: Timestamp };
  prompt_label_moves: {
    id: string;
    seq: Generated<number>;
    prompt_id: string;
    label: string;
    from_number: number | null;
    to_number: number | null;
    reason: string;
    moved_by: string;
    moved_at: Timestamp;
  };
  prompt_drafts: {
    prompt_id: string;
    person_id: string;
    base: number | null;
    /** JSON */
    content: string;
    saved_at: Timestamp;
  };
  prompt_reviews: {
    id: string;
    prompt_id: string;
    number: number;
    reviewer_id: string;
    requested_by: string;
    requested_at: Timestamp;
    verdict: 'approved' | 'changes_requested' | null;
    comment: string;
    decided_at: Timestamp | null;
    voided_at: Timestamp | null;
    due_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    reminded_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  prompt_comments: {
    id: string;
    seq: Generated<number>;
    prompt_id: string;
    number: number;
    author_id: string;
    text: string;
    message: number | null;
    from_line: number | null;
    to_line: number | null;
    created_at: Timestamp;
  };
  prompt_review_rules: {
    workspace_id: string;
    team_id: string;
    folder: string;
    /** JSON */
    reviewer_ids: string;
    needed: number;
    /** JSON */
    labels: string;
    owners: Generated<'none' | 'told' | 'asked'>;
    remind_days: ColumnType<number | null, number | null | undefined, number | null>;
  };
  ops_prompt_notices: {
    id: string;
    workspace_id: string;
    person_id: string;
    prompt_id: string;
    event_seq: number;
    kind: 'version' | 'label';
    number: number | null;
    label: string | null;
    /** JSON: names. */
    agents: string;
    made_by: string;
    at: Timestamp;
  };
  prompt_syncs: {
    id: string;
    workspace_id: string;
    team_id: string;
    folder: string;
    remote: string;
    branch: string;
    path: string;
    direction: 'pull' | 'push' | 'both';
    owner: 'git' | 'signalbox';
    author_name: string;
    author_email: string;
    /** JSON, sealed to the sync. */
    credential: string | null;
    set_by: string;
    set_at: Timestamp;
  };
  ops_prompt_syncs: {
    sync_id: string;
    wanted_at: Timestamp | null;
    began_at: Timestamp | null;
    ended_at: Timestamp | null;
    done: Generated<number>;
    total: Generated<number>;
    pulled: Generated<number>;
    pushed: Generated<number>;
    commit_id: string | null;
    error: string | null;
    /** JSON */
    problems: Generated<string>;
  };
  ops_prompt_sync_files: {
    sync_id: string;
    prompt_id: string;
    path: string;
    /** '' = to be read again. */
    blob: string;
    digest: string;
    number: number;
  };
  ops_prompt_sync_conflicts: {
    sync_id: string;
    path: string;
    prompt_id: string;
    here: number | null;
    here_digest: string;
    there_digest: string;
    there_blob: string;
    /** JSON */
    there_content: string | null;
    commit_id: string;
    commit_by: string;
  };
};

export type PromptDb = Kysely<SpineTables & PromptTables>;
type PromptTx = Transaction<SpineTables & PromptTables>;

export const promptDb = (db: Db): PromptDb => db.withTables<PromptTables>();
export const promptTx = (tx: Tx): PromptTx => tx.withTables<PromptTables>();
