import type { Kysely, Transaction } from 'kysely';
import type { SpineTables } from './tables.ts';

/** Read access to the control state. A room widens it to its own tables: `db.withTables<MonitoringTables>()`. */
export type Db = Kysely<SpineTables>;
/** An open transaction; `tx.withTables<…>()` widens it likewise. */
export type Tx = Transaction<SpineTables>;

/** What verbs need of the Database port: reads, and one transaction at a time behind the gate. */
export type Transactor = {
  readonly db: Db;
  /** Runs `body` in one transaction; rolls back when it throws. Jobs sent inside join it. */
  transact<T>(body: (tx: Tx) => Promise<T>): Promise<T>;
  /** Wakes this and other nodes' readers of the ledger; called after commit. */
  ledgerAdvanced(workspaceIds: readonly string[]): void;
};
