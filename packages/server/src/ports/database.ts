import type { Transactor } from '../spine/tx.ts';

/** Control state: PGlite in a worker thread, or PostgreSQL 15+. One gate in front of either. */
export interface Database extends Transactor {
  readonly kind: 'pglite' | 'postgres';
  /** Calls `wake` when any node appended to the ledger (NOTIFY, and a poll each second). Returns the unsubscribe. */
  onLedger(wake: (workspaceId: string | null) => void): () => void;
  /** Database time in Unix milliseconds: what leases and expiries are measured on. */
  now(): Promise<number>;
  close(): Promise<void>;
}
