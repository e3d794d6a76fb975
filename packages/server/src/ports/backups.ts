/** Why a backup was made; of each kind but `by-hand` only the newest are kept. */
export type BackupKind = 'hourly' | 'by-hand' | 'before-migration';

/** One backup of the embedded control state. `madeAt` in Unix milliseconds. */
export type Backup = { file: string; kind: BackupKind; madeAt: number; bytes: number };

/** Copies of the embedded control state, beside it. The warehouse, the spool and the root key are never in them. */
export interface Backups {
  /** `heldMs`: how long nobody else could use the control state. Throws `backup.no_room`, `backup.own_dump`. */
  make(kind: BackupKind): Promise<Backup & { heldMs: number }>;
  /** Newest first. */
  list(): Promise<Backup[]>;
}
