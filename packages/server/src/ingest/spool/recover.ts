import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type CommitLine,
  blockName,
  commitsName,
  readyName,
  type SealedSegment,
  type SegmentBlock,
} from './segment.ts';
import { type SpoolTable, spoolTableNames, spoolTables } from './tables.ts';

/**
 * Segments that an earlier process left behind, oldest first, each cut back to its last whole commit.
 * A commit whose line or bytes do not match their CRC was never acknowledged: it and what follows are dropped.
 * `inHand`: segments that this process is already moving.
 */
export function recoverSegments(dir: string, inHand: ReadonlySet<string> = new Set()): SealedSegment[] {
  const ids = readdirSync(dir)
    .filter((name) => name.endsWith('.commits') || name.endsWith('.ready'))
    .map((name) => name.replace(/\.(commits|ready)$/, ''))
    .filter((id) => !inHand.has(id))
    .sort();
  return ids.flatMap((id) => {
    const segment = recoverOne(dir, id);
    if (segment === null) removeSegment(dir, id);
    return segment ?? [];
  });
}

/** Deletes every file of a segment. */
export function removeSegment(dir: string, id: string): void {
  for (const file of filesOf(id)) rmSync(path.join(dir, file), { force: true });
}

/** The same beside the caller's thread: to delete a large file takes milliseconds. */
export async function dropSegment(dir: string, id: string): Promise<void> {
  for (const file of filesOf(id)) await rm(path.join(dir, file), { force: true });
}

/** The commit file last, so that a crash in between leaves a segment to recover. */
const filesOf = (id: string): string[] => [
  ...spoolTableNames.map((table) => blockName(id, table)),
  ...[readyName(id), commitsName(id)],
];

function recoverOne(dir: string, id: string): SealedSegment | null {
  const sealed = path.join(dir, readyName(id));
  const open = path.join(dir, commitsName(id));
  const ready = existsSync(sealed);
  const { ends } = wholeCommits(ready ? sealed : open, (table) => path.join(dir, blockName(id, table)));
  const blocks = spoolTableNames.flatMap((table) => {
    const file = path.join(dir, blockName(id, table));
    const { bytes, rows, columns } = ends.get(table)!;
    if (existsSync(file) && statSync(file).size > bytes) truncateSync(file, bytes);
    return rows === 0 ? [] : [{ table, path: file, rows, bytes, columns }];
  });
  if (blocks.length === 0) return null;
  const sealedAt = Math.floor(statSync(ready ? sealed : open).mtimeMs);
  if (!ready) renameSync(open, sealed);
  return { id, dir, blocks, sealedAt };
}

type Ends = Map<SpoolTable, { bytes: number; rows: number; columns: SegmentBlock['columns'] }>;

/** How far each block of a segment is whole, by its commits; `whole`: to the end. Only reads. */
export function wholeCommits(commits: string, blockAt: (table: SpoolTable) => string): { ends: Ends; whole: boolean } {
  const lines = readFileSync(commits, 'utf8').split('\n');
  const files = new Map(spoolTableNames.map((table) => [table, readIfThere(blockAt(table))]));
  const ends: Ends = new Map(
    spoolTableNames.map((table) => [table, { bytes: 0, rows: 0, columns: spoolTables[table].columns }]),
  );
  for (const text of lines) {
    const line = parseCommit(text);
    if (
      line === null ||
      !spoolTableNames.every((table) => fits(line[table], ends.get(table)!.bytes, files.get(table)!))
    )
      return { ends, whole: text === '' };
    for (const table of spoolTableNames) {
      const part = line[table];
      const columns = part?.columns ?? ends.get(table)!.columns;
      if (part !== undefined) ends.set(table, { bytes: part.end, rows: part.rows, columns });
    }
  }
  return { ends, whole: true };
}

const readIfThere = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));

function parseCommit(text: string): CommitLine | null {
  const json = text.slice(9);
  if (text.length < 10 || Number.parseInt(text.slice(0, 8), 16) !== crc32(json)) return null;
  return JSON.parse(json) as CommitLine;
}

const fits = (part: CommitLine[keyof CommitLine], start: number, file: Buffer): boolean =>
  part === undefined || (part.end <= file.length && crc32(file.subarray(start, part.end)) === part.crc);
