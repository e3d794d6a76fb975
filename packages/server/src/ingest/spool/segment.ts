import { closeSync, fsync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { type SpoolTable, spoolTables } from './tables.ts';

const sync = promisify(fsync);

type Columns = readonly (readonly [name: string, type: string])[];
/** One file of a segment: an insert-ready RowBinary block. `columns` as they were when it was written, perhaps by an older version. */
export type SegmentBlock = { table: SpoolTable; path: string; rows: number; bytes: number; columns: Columns };
/** A segment that takes no more rows and waits for the warehouse. `token` makes its inserts repeatable. */
export type SealedSegment = { id: string; dir: string; blocks: readonly SegmentBlock[]; sealedAt: number };

/** What one commit adds: the encoded rows of a table. */
export type Addition = { table: SpoolTable; rows: number; bytes: Uint8Array };

type OpenBlock = { fd: number; path: string; rows: number; bytes: number; dirty: boolean };

/** `<id>.commits` while open, `<id>.ready` once sealed; `<id>.<table>.rb` beside it. */
export const commitsName = (id: string): string => `${id}.commits`;
export const readyName = (id: string): string => `${id}.ready`;
export const blockName = (id: string, table: SpoolTable): string => `${id}.${table}.rb`;

/** A line of the commit file: CRC-32 of the rest, then where each block ends after this commit; columns in a block's first. */
export type CommitLine = { [table in SpoolTable]?: { end: number; rows: number; crc: number; columns?: Columns } };
const encodeCommit = (line: CommitLine): string => {
  const json = JSON.stringify(line);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
};

/**
 * An open segment. Rows are written at known offsets, so a write that fails half-way is overwritten by the next one;
 * only what a commit line names counts after a crash (recover.ts).
 */
export class Segment {
  readonly id: string;
  readonly openedAt: number;
  readonly #dir: string;
  readonly #blocks = new Map<SpoolTable, OpenBlock>();
  readonly #commitFd: number;
  #commitBytes = 0;
  #newFiles = true;
  #dirty = false;

  constructor(dir: string, id: string, now: number) {
    this.#dir = dir;
    this.id = id;
    this.openedAt = now;
    this.#commitFd = openSync(path.join(dir, commitsName(id)), 'wx');
  }

  /** Rows of the fullest block. */
  get rows(): number {
    return Math.max(0, ...[...this.#blocks.values()].map((block) => block.rows));
  }

  get bytes(): number {
    return [...this.#blocks.values()].reduce((sum, block) => sum + block.bytes, 0);
  }

  /** Writes to the page cache; durable after the next `sync`. Throws (ENOSPC …) leaving the segment as it was. */
  commit(additions: readonly Addition[]): void {
    const line: CommitLine = {};
    for (const { table, rows, bytes } of additions) {
      const block = this.#open(table);
      writeAll(block.fd, bytes, block.bytes);
      block.dirty = true;
      const columns = block.rows === 0 ? { columns: spoolTables[table].columns } : {};
      line[table] = { end: block.bytes + bytes.length, rows: block.rows + rows, crc: crc32(bytes), ...columns };
    }
    const text = Buffer.from(encodeCommit(line));
    writeAll(this.#commitFd, text, this.#commitBytes);
    this.#commitBytes += text.length;
    this.#dirty = true;
    for (const { table, rows, bytes } of additions) {
      const block = this.#open(table);
      block.bytes += bytes.length;
      block.rows += rows;
    }
  }

  /** fsync of every file written since the last call, and of the directory where files are new. */
  async sync(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    const files = [this.#commitFd];
    for (const block of this.#blocks.values()) {
      if (block.dirty) files.push(block.fd);
      block.dirty = false;
    }
    const fresh = this.#newFiles;
    this.#newFiles = false;
    await Promise.all(files.map((fd) => sync(fd)));
    if (fresh) await syncDirectory(this.#dir);
  }

  /** Closes the files; everything committed must have been synced. */
  seal(now: number): SealedSegment {
    closeSync(this.#commitFd);
    for (const block of this.#blocks.values()) {
      // A commit that failed half-way may have left bytes behind the last whole one.
      ftruncateSync(block.fd, block.bytes);
      closeSync(block.fd);
    }
    renameSync(path.join(this.#dir, commitsName(this.id)), path.join(this.#dir, readyName(this.id)));
    const blocks = (Object.keys(spoolTables) as SpoolTable[]).flatMap((table) => {
      const block = this.#blocks.get(table);
      return block === undefined || block.rows === 0
        ? []
        : [{ table, path: block.path, rows: block.rows, bytes: block.bytes, columns: spoolTables[table].columns }];
    });
    return { id: this.id, dir: this.#dir, blocks, sealedAt: now };
  }

  #open(table: SpoolTable): OpenBlock {
    let block = this.#blocks.get(table);
    if (block === undefined) {
      const file = path.join(this.#dir, blockName(this.id, table));
      block = { fd: openSync(file, 'wx'), path: file, rows: 0, bytes: 0, dirty: false };
      this.#blocks.set(table, block);
      this.#newFiles = true;
    }
    return block;
  }
}

async function syncDirectory(dir: string): Promise<void> {
  const fd = openSync(dir, 'r');
  try {
    await sync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array, offset: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
}
