import { mkdirSync } from 'node:fs';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import type { RowSink } from '../rows.ts';
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
type Pending = { out: RowWriter; rows: number; put: (row: never) => void };

/**
 * The write-ahead spool of one ingest node. `append` resolves after fsync of files and directory; while one fsync is
 * under way later appends gather and share the next one. Runs on the ingest thread: file writes go to the page cache
 * and are synchronous, only fsync is awaited.
 */
export class Spool {
  readonly #dir: string;
  readonly #limits: SpoolLimits;
  readonly #events: SpoolEvents;
  readonly #pending = new Map<SpoolTable, Pending>(spoolTableNames.map((table) => [table, pendingOf(table)]));
  readonly #sink = Object.fromEntries([...this.#pending].map(([table, { put }]) => [table, put])) as RowSink;
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

  /**
   * Keeps the rows that `fill` puts into the sink, all or none: none where it throws. Resolves with what `fill` returned, or
   * rejects with its error, with `ingest.no_room`, or with the file system's error.
   */
  append<Made>(fill: (sink: RowSink) => Made): Promise<Made> {
    return new Promise((kept, lost) => {
      const before = this.#pendingRows();
      try {
        const made = this.#fill(fill);
        if (this.#pendingRows() === before) {
          kept(made);
          return;
        }
        this.#waiters.push({ kept: () => kept(made), lost });
      } catch (error) {
        lost(error);
        return;
      }
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

  #fill<Made>(fill: (sink: RowSink) => Made): Made {
    const marks = [...this.#pending.values()].map((pending) => ({
      pending,
      at: pending.out.length,
      rows: pending.rows,
    }));
    try {
      return fill(this.#sink);
    } catch (error) {
      for (const { pending, at, rows } of marks) {
        pending.out.reset(at);
        pending.rows = rows;
      }
      throw error;
    }
  }

  #pendingRows(): number {
    let rows = 0;
    for (const pending of this.#pending.values()) rows += pending.rows;
    return rows;
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

function pendingOf(table: SpoolTable): Pending {
  const out = new RowWriter(1 << 20);
  const codec = spoolTables[table];
  const pending: Pending = {
    out,
    rows: 0,
    put(row) {
      codec.write(out, row);
      pending.rows++;
    },
  };
  return pending;
}

function asAppError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new AppError('ingest.no_room', { params: { free: 0 }, retryAfterSeconds: 30, cause: error });
}
