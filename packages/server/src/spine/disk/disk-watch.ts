import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { type DiskSample, type DiskSpace, type Forecast, forecast } from './forecast.ts';
import { keepHistory, readHistory, withSample } from './history.ts';

/** `filling`: more is used than the share people are warned at. `full`: only the reserve is left, telemetry is refused. */
export type DiskState = 'ok' | 'filling' | 'full';
export type DiskFigures = DiskSpace & Forecast & { state: DiskState; usedPercent: number };
export type DiskLimits = { warnPercent: number; reserveBytes: number };
/** `read` never waits: it answers what was seen within the last second. */
export type DiskWatch = { read(): DiskFigures; close(): void };

const lookEveryMs = 1_000;
const sampleEveryMs = 600_000;
/** Room must come back for good before telemetry is taken again, not for one segment. */
const comeBack = 1.1;

/** The disk of a folder that is there, looked at each second. */
export async function openDiskWatch(dataDir: string, limits: DiskLimits, clock: Clock): Promise<DiskWatch> {
  let samples = readHistory(dataDir);
  let figures = figuresOf(await spaceOf(dataDir), samples, limits, 'ok');
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      const space = await spaceOf(dataDir);
      const at = clock.now();
      if (Math.abs(at - (samples.at(-1)?.at ?? 0)) >= sampleEveryMs) {
        samples = withSample(samples, sampleOf(space, at));
        await keepHistory(dataDir, samples);
        figures = figuresOf(space, samples, limits, figures.state);
      } else {
        const { bytesPerDay, fullAt } = figures;
        figures = { ...space, bytesPerDay, fullAt, ...standing(space, limits, figures.state) };
      }
    } catch {
      // The folder cannot be looked at for a moment: what was seen last stands.
    } finally {
      looking = false;
    }
  };
  await look();
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  return { read: () => figures, close: () => clearInterval(timer) };
}

/** The same at one moment, for a process that does not stay. */
export const lookAtDisk = async (dataDir: string, folder: string, limits: DiskLimits): Promise<DiskFigures> =>
  figuresOf(await spaceOf(folder), readHistory(dataDir), limits, 'ok');

async function spaceOf(folder: string): Promise<DiskSpace> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  // As `df` does: what only root may use is neither used nor free.
  return { totalBytes: (blocks - bfree + bavail) * bsize, freeBytes: bavail * bsize };
}

const sampleOf = ({ totalBytes, freeBytes }: DiskSpace, at: number): DiskSample => ({
  at,
  usedBytes: totalBytes - freeBytes,
});

function figuresOf(
  space: DiskSpace,
  samples: readonly DiskSample[],
  limits: DiskLimits,
  before: DiskState,
): DiskFigures {
  return { ...space, ...forecast(samples, space, limits.reserveBytes), ...standing(space, limits, before) };
}

function standing({ totalBytes, freeBytes }: DiskSpace, limits: DiskLimits, before: DiskState) {
  const usedPercent = totalBytes === 0 ? 100 : Math.round((1000 * (totalBytes - freeBytes)) / totalBytes) / 10;
  const needed = before === 'full' ? limits.reserveBytes * comeBack : limits.reserveBytes;
  const state: DiskState = freeBytes < needed ? 'full' : usedPercent >= limits.warnPercent ? 'filling' : 'ok';
  return { state, usedPercent };
}
