import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { wholeCommits } from './recover.ts';
import { blockName, readyName, type SealedSegment, type SegmentBlock } from './segment.ts';
import { type SpoolTable, spoolTableNames, spoolTables } from './tables.ts';

/** A segment that the warehouse refused five times. `whole`: every byte is as it was acknowledged. `sealedAt`: Unix milliseconds. */
export type Quarantined = { id: string; sealedAt: number; rows: number; bytes: number; whole: boolean };
type Kept = Quarantined & { blocks: readonly SegmentBlock[] };

const folderOf = (spoolDir: string): string => path.join(spoolDir, 'quarantine');
const filesOf = (id: string): string[] => spoolTableNames.map((table) => blockName(id, table));

/**
 * Out of the way, not away. The list of commits goes first and comes back last: where it lies, the segment is, and a move that was
 * broken off is ended by the next one.
 */
export function putAside(spoolDir: string, id: string): void {
  mkdirSync(folderOf(spoolDir), { recursive: true });
  for (const name of [readyName(id), ...filesOf(id)]) move(spoolDir, folderOf(spoolDir), name);
}

/** Ids, the oldest first. */
export function quarantinedIds(spoolDir: string): string[] {
  const folder = folderOf(spoolDir);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ready')) : [];
  return names.map((name) => name.slice(0, -'.ready'.length)).sort();
}

/** Reads every byte of them: for a person who asks, not for a figure of each second. */
export const listQuarantine = (spoolDir: string): Quarantined[] =>
  quarantinedIds(spoolDir).map((id) => {
    const { blocks: _, ...told } = examine(spoolDir, id);
    return told;
  });

/**
 * Puts segments back among those that wait for the warehouse, the oldest first, at most `limit`; its inserts carry the same tokens,
 * so what is in already is not doubled. A damaged one stays: a start would cut it back to what is whole.
 */
export function putBack(spoolDir: string, ids: readonly string[] | null, limit: number): SealedSegment[] {
  const wanted = quarantinedIds(spoolDir).filter((id) => ids === null || ids.includes(id));
  const found = wanted.slice(0, limit).map((id) => examine(spoolDir, id));
  return found
    .filter(({ whole }) => whole)
    .map(({ id, blocks, sealedAt }) => {
      for (const name of [...filesOf(id), readyName(id)]) move(folderOf(spoolDir), spoolDir, name);
      const moved = blocks.map((block) => ({ ...block, path: path.join(spoolDir, blockName(id, block.table)) }));
      return { id, dir: spoolDir, blocks: moved, sealedAt };
    });
}

/** Copies one segment into a new folder: its blocks as they are (RowBinary), and segment.json with table, columns and rows of each. */
export function exportQuarantined(spoolDir: string, id: string, target: string): void {
  const { blocks, ...told } = examine(spoolDir, id);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const { path: file } of blocks) copyFileSync(file, path.join(target, path.basename(file)));
  const tables = blocks.map((block) => ({
    ...{ table: spoolTables[block.table].table, file: path.basename(block.path), format: 'RowBinary' },
    ...{ rows: block.rows, bytes: block.bytes, columns: block.columns },
  }));
  writeFileSync(path.join(target, 'segment.json'), `${JSON.stringify({ ...told, tables }, null, 2)}\n`);
}

function examine(spoolDir: string, id: string): Kept {
  const folder = folderOf(spoolDir);
  const blockAt = (table: SpoolTable): string => {
    const name = blockName(id, table);
    return path.join(existsSync(path.join(folder, name)) ? folder : spoolDir, name);
  };
  const commits = path.join(folder, readyName(id));
  const { ends, whole } = wholeCommits(commits, blockAt);
  const blocks = [...ends].flatMap(([table, end]) => (end.rows === 0 ? [] : [{ ...end, table, path: blockAt(table) }]));
  return {
    ...{ id, blocks, whole: whole && blocks.length > 0, sealedAt: Math.floor(statSync(commits).mtimeMs) },
    rows: blocks.reduce((sum, block) => sum + block.rows, 0),
    bytes: blocks.reduce((sum, block) => sum + block.bytes, 0),
  };
}

function move(from: string, to: string, name: string): void {
  if (existsSync(path.join(from, name))) renameSync(path.join(from, name), path.join(to, name));
}
