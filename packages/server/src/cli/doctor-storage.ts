import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { backupsOf } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { quarantinedIds } from '../ingest/spool/quarantine.ts';
import { lookAtDisk } from '../spine/disk/disk-watch.ts';
import type { Check } from './doctor-checks.ts';
import { sizeText } from './shown-value.ts';
import { spoolOf } from './spool-of.ts';

/** The folder itself or, where it is not made yet, the nearest one above it that is. */
export const nearestThere = (path: string): string => (existsSync(path) ? path : nearestThere(dirname(path)));

/** Room, growth, and when the reserve is reached. Asked of the file system: no server is needed. */
export async function disk({ state: { dataDir }, disk: limits, ingest }: Config): Promise<Check> {
  const figures = await lookAtDisk(dataDir, nearestThere(resolve(dataDir)), limits);
  const { state, freeBytes, totalBytes, usedPercent, bytesPerDay, fullAt } = figures;
  const growth =
    bytesPerDay === null
      ? 'growth not known before an hour of running'
      : `${bytesPerDay < 0 ? 'shrinks' : 'grows'} by ${sizeText(Math.abs(bytesPerDay))} a day`;
  const end = fullAt === null ? '' : `, telemetry is refused from ${new Date(fullAt).toISOString().slice(0, 10)} if so`;
  const refused =
    state === 'full' ? `; below the reserve of ${sizeText(limits.reserveBytes)}: telemetry is refused` : '';
  const spool = `the spool alone may take ${sizeText(ingest.spoolBytes)}`;
  return {
    what: 'Disk',
    state: state === 'full' ? 'bad' : state === 'filling' || freeBytes < ingest.spoolBytes ? 'note' : 'ok',
    says: `${sizeText(freeBytes)} of ${sizeText(totalBytes)} free (${usedPercent} % used); ${growth}${end}${refused}; ${spool}`,
  };
}

const hourMs = 3_600_000;

/** Is there a backup that is young enough? A missed one is allowed. */
export async function backup(config: Config, now: number): Promise<Check> {
  const what = 'Backups';
  const { state, backup: rule } = config;
  if (state.databaseUrl !== null) return { what, state: 'note', says: 'yours: pg_dump of your PostgreSQL' };
  const [newest, ...older] = await backupsOf(config);
  const off = rule.everyHours === 0;
  if (newest === undefined) {
    if (!existsSync(join(state.dataDir, 'state'))) return { what, state: 'ok', says: 'nothing to back up yet' };
    return {
      what,
      state: 'note',
      says: off ? 'none, and switched off' : 'none yet; one is made a minute after a start',
    };
  }
  const hours = (now - newest.madeAt) / hourMs;
  const late = off || hours > 2 * rule.everyHours + 1;
  const age = hours < 1 ? `${Math.max(0, Math.round(hours * 60))} min` : `${Math.round(hours)} h`;
  const said = `${older.length + 1}, the newest ${age} old (${sizeText(newest.bytes)}, ${relative(process.cwd(), newest.file)})`;
  return { what, state: late ? 'note' : 'ok', says: `${said}${off ? '; switched off' : ''}` };
}

/** Segments that the warehouse refused five times wait here for a person. */
export function quarantine(config: Config): Check {
  const ids = quarantinedIds(spoolOf(config));
  if (ids.length === 0) return { what: 'Quarantine', state: 'ok', says: 'empty' };
  const named = ids.length > mostNamed ? `${ids.slice(0, mostNamed).join(', ')} …` : ids.join(', ');
  return {
    what: 'Quarantine',
    state: 'bad',
    says: `${ids.length} segments that the warehouse refused: ${named}; see "signalbox quarantine list", and once the cause is gone "signalbox quarantine retry"`,
  };
}

const mostNamed = 5;
