import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecords, encodeRecord, type TeeRecord } from './record.ts';

type QueueFile = { path: string; bytes: number };
/** Taken from the queue; `done` removes it for good. */
export type Batch = { records: TeeRecord[]; done(): Promise<void> };

const fileBytes = 4 << 20;
/** Waiting for the disk, in memory. */
const maxPending = 16 << 20;

/**
 * What is still to be sent on, in files of a folder: bounded, kept over restarts. Written behind the answer and never synced, so
 * it survives a killed process and not a power cut. A file is sent again as a whole when the process ended before its end.
 */
export class TeeQueue {
  readonly #folder: string;
  readonly #limit: number;
  readonly #closed: QueueFile[];
  #open: QueueFile | null = null;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #wake: (() => void) | null = null;
  #last: number;

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const names = readdirSync(folder).filter((name) => /^\d{12}\.tee$/.test(name));
    this.#closed = names.toSorted().map((name) => {
      const path = join(folder, name);
      return { path, bytes: statSync(path).size };
    });
    this.#last = Number(names.toSorted().at(-1)?.slice(0, 12) ?? 0);
  }

  /** On disk and on the way there. */
  get bytes(): number {
    return this.#closed.reduce((sum, file) => sum + file.bytes, this.#open?.bytes ?? 0) + this.#pendingBytes;
  }

  /** False when there is no room. Never waits. `failed` hears when it could not be written after all. */
  add(record: TeeRecord, failed: () => void): boolean {
    const bytes = encodeRecord(record);
    if (this.bytes + bytes.length > this.#limit || this.#pendingBytes + bytes.length > maxPending) return false;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#writing = this.#writing.then(() => this.#write(failed));
    return true;
  }

  /** The oldest file, or null when there is nothing yet. */
  async take(): Promise<Batch | null> {
    // In turn with the writing: a file that is still written to must not be taken.
    if (this.#closed.length === 0) await (this.#writing = this.#writing.then(() => this.#rotate()));
    const file = this.#closed[0];
    if (file === undefined) return null;
    const bytes = await readFile(file.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      // Somebody removed it to make room: what waits behind it must not wait for ever.
      return Buffer.alloc(0);
    });
    const records = decodeRecords(bytes);
    const done = async (): Promise<void> => {
      this.#closed.splice(this.#closed.indexOf(file), 1);
      await rm(file.path, { force: true });
    };
    return { records, done };
  }

  /** Resolves when something was added, or after `ms`. */
  more(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Writes what is pending. */
  async close(): Promise<void> {
    this.#wake?.();
    await this.#writing;
  }

  async #write(failed: () => void): Promise<void> {
    if (this.#pending.length === 0) return;
    const count = this.#pending.length;
    const bytes = Buffer.concat(this.#pending.splice(0));
    this.#open ??= { path: join(this.#folder, `${String(++this.#last).padStart(12, '0')}.tee`), bytes: 0 };
    const file = this.#open;
    try {
      await appendFile(file.path, bytes, { mode: 0o600 });
      file.bytes += bytes.length;
    } catch {
      for (let lost = 0; lost < count; lost++) failed();
      // Half a record may stand there now: nothing may follow it.
      this.#rotate();
    } finally {
      this.#pendingBytes -= bytes.length;
    }
    if (file.bytes >= fileBytes) this.#rotate();
    this.#wake?.();
  }

  #rotate(): void {
    if (this.#open !== null && this.#open.bytes > 0) this.#closed.push(this.#open);
    this.#open = null;
  }
}
