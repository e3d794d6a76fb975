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
};

type LifecycleDb = Kysely<SpineTables & LifecycleTables>;
export type LifecycleTx = Transaction<SpineTables & LifecycleTables>;

export const lifecycleDb = (db: Db): LifecycleDb => db.withTables<LifecycleTables>();
export const lifecycleTx = (tx: Tx): LifecycleTx => tx.withTables<LifecycleTables>();
