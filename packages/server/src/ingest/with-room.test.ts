import { expect, test } from 'vitest';
import type { DiskFigures } from '../spine/disk/disk-watch.ts';
import type { Ingest, IngestRequest } from './index.ts';
import { withRoom } from './with-room.ts';

test('telemetry is refused from the reserve on, and taken again when the disk has room', async () => {
  let state: DiskFigures['state'] = 'filling';
  const figures = { usedPercent: 97, totalBytes: 100, freeBytes: 3, bytesPerDay: null, fullAt: null };
  const taken: IngestRequest[] = [];
  const status = {
    ...{ spoolSegments: 0, spoolBytes: 0, spoolAgeMs: 0, quarantined: 0, acceptedSpans: 0, insertedSpans: 0 },
  };
  let closed = 0;
  const inner: Ingest = {
    accept: async (request) => (taken.push(request), { rejected: 0, message: '' }),
    status: () => status,
    close: async () => void closed++,
  };
  const ingest = withRoom(inner, { read: () => ({ ...figures, state }) });
  const request = { signal: 'traces', body: new Uint8Array() } as unknown as IngestRequest;
  expect(await ingest.accept(request)).toEqual({ rejected: 0, message: '' });
  state = 'full';
  const refused = await ingest.accept(request).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'ingest.no_room', status: 503, retryAfterSeconds: 30 });
  expect((refused as Error).message).toContain('Only 3 bytes are free');
  expect(taken).toHaveLength(1);
  state = 'ok';
  await ingest.accept(request);
  expect(taken).toHaveLength(2);
  expect(ingest.status()).toBe(status);
  await ingest.close();
  expect(closed).toBe(1);
});
