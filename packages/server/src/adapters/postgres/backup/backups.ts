import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, BackupKind, Backups } from '../../../ports/backups.ts';
import type { Clock } from '../../../spine/clock.ts';
import { appliedMigrations } from '../../../spine/migrations/migrate.ts';
import type { Db } from '../../../spine/tx.ts';
import { version } from '../../../spine/version.ts';
import { makeBackup } from './make-backup.ts';
import type { Still } from './snapshot.ts';

export type BackupDeps = { dataDir: string; db: Db; still: Still; clock: Clock; keep: number };

/** `state-2026-05-01T10-00-00.000Z.hourly.tar.gz` */
const form = /^state-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.(hourly|by-hand|before-migration)\.tar\.gz$/;

/** Backups of the embedded control state in `<dataDir>/backups`: one at a time, the newest `keep` of each kind but `by-hand`. */
export function openBackups({ dataDir, db, still, clock, keep }: BackupDeps): Backups {
  const folder = join(dataDir, 'backups');
  let turn: Promise<unknown> = Promise.resolve();
  const list = (): Promise<Backup[]> => listBackups(dataDir);

  const make = async (kind: BackupKind): Promise<Backup & { heldMs: number }> => {
    await sweep(folder);
    const madeAt = clock.now();
    const at = new Date(madeAt).toISOString();
    const file = join(folder, `state-${at.replaceAll(':', '-')}.${kind}.tar.gz`);
    const migrations = await appliedMigrations(db);
    const made = await makeBackup(
      file,
      join(dataDir, 'state'),
      { format: 'signalbox.backup/v1', version, madeAt: at, migrations },
      still,
    );
    const old = (await list()).filter((one) => one.kind === kind && kind !== 'by-hand').slice(keep);
    // After the clock was set back the newest is the oldest by name.
    for (const one of old) if (one.file !== file) await rm(one.file);
    return { file, kind, madeAt, ...made };
  };
  return {
    list,
    make(kind) {
      const mine = turn.then(() => make(kind));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Newest first; needs no open database. */
export async function listBackups(dataDir: string): Promise<Backup[]> {
  const folder = join(dataDir, 'backups');
  const found: Backup[] = [];
  for (const name of await names(folder)) {
    const match = form.exec(name);
    if (match === null) continue;
    const madeAt = Date.parse(`${match[1]}:${match[2]}:${match[3]}`);
    const file = join(folder, name);
    found.push({ file, kind: match[4] as BackupKind, madeAt, bytes: (await stat(file)).size });
  }
  return found.sort((a, b) => b.madeAt - a.madeAt);
}

/** What a killed process left of a backup under way. */
async function sweep(folder: string): Promise<void> {
  for (const name of await names(folder))
    if (/\.tar\.gz\.(copy|new)$/.test(name)) await rm(join(folder, name), { recursive: true, force: true });
}

const names = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
