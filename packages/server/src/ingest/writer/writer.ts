import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';
import { putAside } from '../spool/quarantine.ts';
import { dropSegment } from '../spool/recover.ts';
import type { SealedSegment } from '../spool/segment.ts';
import { spoolTables } from '../spool/tables.ts';

export type WriterDeps = {
  warehouse: Warehouse;
  clock: Clock;
  onError: (error: unknown, segment: string) => void;
  /** Spans went in: the same bytes, for whoever would otherwise read them back. */
  onInserted: (block: InsertedBlock) => void;
  /** Parts of Langfuse's batches went in. */
  onParts?: (() => void) | undefined;
  /** How many an earlier process has put into quarantine. */
  quarantined?: number;
  /** The segment is in the warehouse, or in quarantine. */
  onGone: (segment: SealedSegment) => void;
};

/** `insertedAt` in Unix microseconds. */
export type InsertedBlock = {
  insertedAt: number;
  rows: number;
  columns: readonly (readonly [name: string, type: string])[];
  bytes: Uint8Array;
};

const refusalsBeforeQuarantine = 5;

/**
 * Moves sealed segments into the warehouse, oldest first, one at a time. A segment leaves the disk only after every
 * block is in; each insert carries the token `<segment>:<table>`, so that repeating it after any failure changes nothing.
 */
export class SegmentWriter {
  readonly #deps: WriterDeps;
  readonly #queue: SealedSegment[] = [];
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #insertedAt = 0;
  #insertedSpans = 0;
  #quarantined = 0;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
    this.#quarantined = deps.quarantined ?? 0;
  }

  add(segment: SealedSegment): void {
    this.#queue.push(segment);
    this.#running ??= this.#drain();
  }

  /** One that was in quarantine gets another five tries. */
  addAgain(segment: SealedSegment): void {
    this.#quarantined--;
    this.add(segment);
  }

  /** Ends after the insert under way; what is left stays on disk for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  status() {
    const oldest = this.#queue[0];
    return {
      spoolSegments: this.#queue.length,
      spoolBytes: this.#queue.reduce(
        (sum, segment) => sum + segment.blocks.reduce((all, block) => all + block.bytes, 0),
        0,
      ),
      spoolAgeMs: oldest === undefined ? 0 : Math.max(0, this.#deps.clock.now() - oldest.sealedAt),
      quarantined: this.#quarantined,
      insertedSpans: this.#insertedSpans,
    };
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 && !this.#stopping.signal.aborted) {
      const segment = this.#queue[0]!;
      const kept = await this.#write(segment);
      if (this.#stopping.signal.aborted && !kept) break;
      this.#queue.shift();
      this.#deps.onGone(segment);
    }
    this.#running = null;
  }

  async #write(segment: SealedSegment): Promise<boolean> {
    let refusals = 0;
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      try {
        await this.#insert(segment);
        await dropSegment(segment.dir, segment.id);
        this.#insertedSpans += segment.blocks.find((block) => block.table === 'spans')?.rows ?? 0;
        return true;
      } catch (error) {
        // Away, or its disk is full: no fault of the segment.
        const down = error instanceof AppError && error.status === 503;
        if (!down) {
          refusals++;
          this.#deps.onError(error, segment.id);
        }
        if (refusals >= refusalsBeforeQuarantine) {
          putAside(segment.dir, segment.id);
          this.#quarantined++;
          return true;
        }
        await sleep(Math.min(2_000, 100 * 2 ** Math.min(attempt, 5)), undefined, {
          signal: this.#stopping.signal,
        }).catch(() => {});
      }
    }
    return false;
  }

  async #insert(segment: SealedSegment): Promise<void> {
    if (this.#insertedAt === 0) this.#insertedAt = await this.#lastInserted();
    // The rebuild reads by this moment: it never repeats and never goes back, whatever the wall clock does.
    this.#insertedAt = Math.max(this.#insertedAt + 1, this.#deps.clock.now() * 1000);
    for (const block of segment.blocks) {
      await this.#deps.warehouse.insertBlock({
        table: spoolTables[block.table].table,
        columns: block.columns,
        constants: { ingested_at: `fromUnixTimestamp64Micro(${this.#insertedAt})` },
        token: `${segment.id}:${block.table}`,
        source: { path: block.path },
      });
      if (block.table === 'spans') await this.#tell(block, this.#insertedAt);
      else if (block.table === 'parts') this.#deps.onParts?.();
    }
  }

  async #tell(block: SealedSegment['blocks'][number], insertedAt: number): Promise<void> {
    // Written by a version that knew fewer columns: whoever needs them all reads the row back.
    if (JSON.stringify(block.columns) !== JSON.stringify(spoolTables.spans.columns)) return;
    const bytes = await readFile(block.path);
    this.#deps.onInserted({ insertedAt, rows: block.rows, columns: spoolTables.spans.columns, bytes });
  }

  async #lastInserted(): Promise<number> {
    const [row] = await this.#deps.warehouse.query<{ at: string }>(
      'SELECT toUnixTimestamp64Micro(max(ingested_at)) AS at FROM spans',
    );
    return Math.max(1, Number(row?.at ?? 0));
  }
}
