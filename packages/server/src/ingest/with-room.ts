import { AppError } from '../spine/errors.ts';
import type { DiskFigures } from '../spine/disk/disk-watch.ts';
import type { Ingest } from './index.ts';

const retryAfterSeconds = 30;

/**
 * Takes telemetry while the disk has more than its reserve. The reserve is what lets everything else go on: segments on their way into
 * the warehouse, merges, sign-ins. Refuses with `ingest.no_room`.
 */
export const withRoom = (ingest: Ingest, disk: { read(): DiskFigures }): Ingest => ({
  async accept(request) {
    const { state, freeBytes } = disk.read();
    if (state === 'full') throw new AppError('ingest.no_room', { params: { free: freeBytes }, retryAfterSeconds });
    return ingest.accept(request);
  },
  status: () => ingest.status(),
  close: () => ingest.close(),
});
