import { mkdirSync } from 'node:fs';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import type { Mapped } from '../rows.ts';
import { removeSegment } from './recover.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import { type Addition, Segment, type SealedSegment } from './segment.ts';
import { spoolTableNames, spoolTables, type SpoolTable } from './tables.ts';

export type SpoolLimits = { maxRows: number; maxBytes: number };
/** One segment = one block per table: small enough that the engine takes each block whole under its token. */
const defaultSpoolLimits: SpoolLimits = { maxRows: 50_000, maxBytes: 64 << 20 };

export type SpoolEvents = {
  onSealed: (segment: SealedSegment) => void;
  /** A segment that could not be sealed stays on disk as it is and is taken up by the next start. */
  onError: (error: unknown) => void;
};

type Waiter = { kept: () => void; lost: (error: unknown) => void };
type Pending = { out: RowWriter; rows: number };

/**
 * The write-ahead spool of one ingest node. `append` resolves after fsync of files and directory; while one fsync is
 * under way later appends gather and share the next one. Runs on the ingest thread: file writes go to the page cache
 * and are synchronous, only fsync is awaited.
 */
export class Spool {
  readonly #dir: string;
  readonly #limits: SpoolLimits;
  readonly #events: SpoolEvents;
  readonly #pending = new Map<SpoolTable, Pending>(
    spoolTableNames.map((table) => [table, { out: new RowWriter(1 << 20), rows: 0 }]),
  );
  #waiters: Waiter[] = [];
  #open: Segment | null = null;
  /** Segments written to and not yet synced; those not the open one are sealed after it. */
  readonly #unsynced = new Set<Segment>();
  #flushing: Promise<void> | null = null;
  #sealWanted = false;

  constructor(dir: string, events: SpoolEvents, limits: SpoolLimits = defaultSpoolLimits) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#dir = dir;
    this.#events = events;
    this.#limits = limits;
  }

  /** Milliseconds since the oldest row that no sealed segment holds, or null when there is none. */
  openAge(now: number): number | null {
    return this.#open === null ? null : now - this.#open.openedAt;
  }

  /** Keeps the rows. Rejects with `ingest.disk_full` (or the file system's error) when nothing of them was kept. */
  append(mapped: Mapped): Promise<void> {
    return new Promise((kept, lost) => {
      try {
        this.#encode(mapped);
      } catch (error) {
        lost(error);
        return;
      }
      this.#waiters.push({ kept, lost });
      this.#flushing ??= this.#flush();
    });
  }

  /** Seals the open segment as soon as what it holds is durable. */
  seal(): void {
    this.#sealWanted = true;
    this.#flushing ??= this.#flush();
  }

  async close(): Promise<void> {
    this.seal();
    while (this.#flushing !== null) await this.#flushing;
  }

  #encode(mapped: Mapped): void {
    const lengths = spoolTableNames.map((table) => this.#pending.get(table)!.out.length);
    try {
      for (const table of spoolTableNames) {
        const { out } = this.#pending.get(table)!;
        for (const row of mapped[table]) spoolTables[table].write(out, row as never);
      }
    } catch (error) {
      spoolTableNames.forEach((table, index) => this.#pending.get(table)!.out.reset(lengths[index]));
      throw error;
    }
    for (const table of spoolTableNames) this.#pending.get(table)!.rows += mapped[table].length;
  }

  async #flush(): Promise<void> {
    // Let every request that has already arrived join this fsync.
    await new Promise((next) => setImmediate(next));
    while (this.#waiters.length > 0 || this.#sealWanted) {
      const waiters = this.#waiters;
      this.#waiters = [];
      const sealing = this.#sealWanted;
      this.#sealWanted = false;
      try {
        this.#write();
        if (sealing) this.#open = null;
        await Promise.all([...this.#unsynced].map((segment) => segment.sync()));
        for (const waiter of waiters) waiter.kept();
        this.#sealSynced();
      } catch (error) {
        // After a failed fsync the page cache may no longer match the disk: this segment takes no more rows.
        this.#open = null;
        const failure = asAppError(error);
        for (const waiter of waiters) waiter.lost(failure);
        this.#sealSynced();
      }
    }
    this.#flushing = null;
  }

  /** Moves what is pending into the open segment, beginning a new one where the limits ask for it. */
  #write(): void {
    const additions: Addition[] = [];
    for (const [table, { out, rows }] of this.#pending)
      if (rows > 0) additions.push({ table, rows, bytes: out.view() });
    try {
      if (additions.length === 0) return;
      const rows = Math.max(...additions.map((addition) => addition.rows));
      const bytes = additions.reduce((sum, addition) => sum + addition.bytes.length, 0);
      const open = this.#open;
      if (open !== null && (open.rows + rows > this.#limits.maxRows || open.bytes + bytes > this.#limits.maxBytes))
        this.#open = null;
      this.#open ??= new Segment(this.#dir, newId('seg'), Date.now());
      this.#unsynced.add(this.#open);
      this.#open.commit(additions);
    } finally {
      for (const pending of this.#pending.values()) {
        pending.out.reset();
        pending.rows = 0;
      }
    }
  }

  #sealSynced(): void {
    for (const segment of this.#unsynced) {
      if (segment === this.#open) continue;
      this.#unsynced.delete(segment);
      try {
        const sealed = segment.seal(Date.now());
        if (sealed.blocks.length > 0) this.#events.onSealed(sealed);
        else removeSegment(this.#dir, sealed.id);
      } catch (error) {
        this.#events.onError(error);
      }
    }
  }
}

function asAppError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new AppError('ingest.disk_full', {
    params: { used: 'all', limit: 'all' },
    retryAfterSeconds: 30,
    cause: error,
  });
}
