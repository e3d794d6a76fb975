import { Worker } from 'node:worker_threads';
import path from 'node:path';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import { entryFile } from '../../spine/entry-file.ts';
import { AppError } from '../../spine/errors.ts';
import type { Ingest, IngestReply, IngestRequest, IngestStatus } from '../index.ts';
import { putBack, quarantinedIds } from '../spool/quarantine.ts';
import type { SealedSegment } from '../spool/segment.ts';
import { type InsertedBlock, SegmentWriter } from '../writer/writer.ts';
import type { FromIngest, IngestThreadData, ToIngest } from './protocol.ts';

export type IngestOptions = {
  dataDir: string;
  warehouse: Warehouse;
  clock: Clock;
  /** Bytes of requests under way (as sent) above which the next is answered with 429. */
  queueBytes: number;
  /** Bytes of the spool above which requests are answered with 503. */
  spoolBytes: number;
  maxInflatedBytes: number;
  retentionDays: number;
  onError: (error: unknown, what: string) => void;
  onInserted: (block: InsertedBlock) => void;
  onParts?: (() => void) | undefined;
};

type Waiting = { bytes: number; kept: (reply: IngestReply) => void; lost: (error: unknown) => void };

/** Nothing outlives the span that it was made of (pipeline.ts): more would be memory for nothing, measured with 12 and 48. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };
const sealCheckMs = 100;
/** Younger segments gather more rows while the writer has nothing to do: fewer, larger parts. */
const sealAgeMs = 800;

/** Ingest on its own thread: inflate, decode, map and spool there; sealed segments go to the warehouse from here. */
export class IngestThread implements Ingest {
  readonly #options: IngestOptions;
  readonly #spoolDir: string;
  readonly #writer: SegmentWriter;
  readonly #waiting = new Map<number, Waiting>();
  readonly #inHand = new Set<string>();
  readonly #sealing: NodeJS.Timeout;
  #worker: Worker;
  #ready: Promise<void>;
  #lastId = 0;
  #queuedBytes = 0;
  #acceptedSpans = 0;
  #closing: (() => void) | null = null;

  constructor(options: IngestOptions) {
    this.#options = options;
    // Absolute: the engine reads these files from another process.
    this.#spoolDir = path.resolve(options.dataDir, 'spool');
    const { warehouse, clock, onError, onInserted, onParts } = options;
    this.#writer = new SegmentWriter({
      warehouse,
      clock,
      onInserted,
      onParts,
      onError: (error, segment) => onError(error, `insert of ${segment}`),
      onGone: (segment) => this.#inHand.delete(segment.id),
      quarantined: quarantinedIds(this.#spoolDir).length,
    });
    [this.#worker, this.#ready] = this.#spawn();
    this.#sealing = setInterval(() => {
      if (this.#writer.status().spoolSegments === 0) this.#say({ say: 'seal', minAgeMs: sealAgeMs });
    }, sealCheckMs);
  }

  /** Resolves once segments of an earlier process are found and requests are taken. */
  ready(): Promise<void> {
    return this.#ready;
  }

  accept(request: IngestRequest): Promise<IngestReply> {
    const { queueBytes, spoolBytes } = this.#options;
    const used = this.#writer.status().spoolBytes;
    if (used >= spoolBytes) {
      throw new AppError('ingest.disk_full', { params: { used, limit: spoolBytes }, retryAfterSeconds: 30 });
    }
    if (this.#queuedBytes > 0 && this.#queuedBytes + request.body.length > queueBytes) {
      throw new AppError('ingest.overloaded', { params: { seconds: 1 }, retryAfterSeconds: 1 });
    }
    const id = ++this.#lastId;
    const bytes = request.body.length;
    this.#queuedBytes += bytes;
    return new Promise((kept, lost) => {
      this.#waiting.set(id, { bytes, kept, lost });
      this.#say({ say: 'accept', id, request: { ...request, body: ownedBytes(request.body) } });
    });
  }

  /**
   * Gives segments in quarantine another five tries: those named, or all; the oldest first, at most `limit`. Returns their ids; a
   * damaged one is left.
   */
  retryQuarantine(ids: readonly string[] | null, limit: number): string[] {
    const segments = putBack(this.#spoolDir, ids, limit);
    for (const segment of segments) {
      this.#inHand.add(segment.id);
      this.#writer.addAgain(segment);
    }
    return segments.map(({ id }) => id);
  }

  status(): IngestStatus {
    return { ...this.#writer.status(), acceptedSpans: this.#acceptedSpans };
  }

  async close(): Promise<void> {
    clearInterval(this.#sealing);
    await this.#ready;
    const closed = new Promise<void>((done) => (this.#closing = done));
    this.#say({ say: 'close' });
    await closed;
    await this.#worker.terminate();
    await this.#writer.stop();
  }

  #spawn(): [Worker, Promise<void>] {
    const { maxInflatedBytes, retentionDays } = this.#options;
    const workerData: IngestThreadData = {
      spoolDir: this.#spoolDir,
      maxInflatedBytes,
      retentionDays,
      inHand: [...this.#inHand],
    };
    const worker = new Worker(entryFile('./ingest-worker', import.meta.url), { workerData, resourceLimits });
    const ready = new Promise<void>((done, failed) => {
      worker.on('message', (message: FromIngest) => {
        if (message.say === 'ready') done();
        this.#hear(message);
      });
      worker.once('error', failed);
    });
    ready.catch(() => {});
    worker.on('error', (error) => this.#options.onError(error, 'ingest thread'));
    worker.on('exit', () => this.#replace());
    return [worker, ready];
  }

  /** The thread ended by itself: what was not acknowledged is asked for again, and a new thread goes on. */
  #replace(): void {
    if (this.#closing !== null) {
      this.#closing();
      return;
    }
    for (const [id, waiting] of this.#waiting) {
      this.#settle(id);
      waiting.lost(new AppError('ingest.overloaded', { params: { seconds: 1 }, retryAfterSeconds: 1 }));
    }
    setTimeout(() => {
      if (this.#closing === null) [this.#worker, this.#ready] = this.#spawn();
    }, 200);
  }

  #hear(message: FromIngest): void {
    if (message.say === 'ready') for (const segment of message.recovered) this.#move(segment);
    else if (message.say === 'sealed') this.#move(message.segment);
    else if (message.say === 'closed') this.#closing?.();
    else {
      const waiting = this.#settle(message.id);
      if (message.say === 'kept') {
        this.#acceptedSpans += message.spans;
        waiting?.kept(message.reply);
      } else if (message.say === 'refused') {
        const { code, ...options } = message.refusal;
        waiting?.lost(new AppError(code, options));
      } else waiting?.lost(new Error(message.message));
    }
  }

  #move(segment: SealedSegment): void {
    this.#inHand.add(segment.id);
    this.#writer.add(segment);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(id);
    this.#queuedBytes -= waiting.bytes;
    return waiting;
  }

  #say(message: ToIngest): void {
    const transfer = message.say === 'accept' ? [message.request.body.buffer as ArrayBuffer] : [];
    this.#worker.postMessage(message, transfer);
  }
}

/** Bytes in an ArrayBuffer of their own, which can be handed to another thread without a copy; copied if they are not. */
function ownedBytes(bytes: Uint8Array): Uint8Array {
  const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return whole ? bytes : Uint8Array.from(bytes);
}
