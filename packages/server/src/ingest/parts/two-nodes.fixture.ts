import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Warehouse } from '../../ports/warehouse.ts';
import { type Clock, systemClock } from '../../spine/clock.ts';
import type { Transactor } from '../../spine/tx.ts';
import type { IngestReply } from '../index.ts';
import { IngestThread } from '../thread/ingest-thread.ts';
import { type Event, sender } from './parts.fixture.ts';
import { PartsMerge } from './parts-merge.ts';

/** A node that takes batches: a spool of its own before a warehouse that others write to as well. */
export type Node = {
  send(batch: readonly Event[]): Promise<IngestReply>;
  /** As kill -9: what is in its spool stays there, nothing more reaches the warehouse. The next node of this folder finds it. */
  kill(): Promise<Node>;
  close(): Promise<void>;
};

export async function openNode(
  warehouse: Warehouse,
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-node-')),
): Promise<Node> {
  let alive = true;
  const gone = new Promise<never>(() => {});
  const ingest = new IngestThread({
    dataDir,
    warehouse: { ...warehouse, insertBlock: (block) => (alive ? warehouse.insertBlock(block) : gone) },
    clock: systemClock,
    ...{ queueBytes: 1 << 24, spoolBytes: 1 << 30, maxInflatedBytes: 1 << 24, retentionDays: 90 },
    onError: () => {},
    onInserted: () => {},
  });
  await ingest.ready();
  return {
    send: (batch) =>
      ingest.accept({
        ...{ signal: 'langfuse.batch', contentType: 'json', encoding: 'gzip', sender },
        body: Uint8Array.from(gzipSync(JSON.stringify({ batch }))),
      }),
    kill() {
      alive = false;
      return openNode(warehouse, dataDir);
    },
    async close() {
      await ingest.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Moves on with each look at it by some, so that waiting costs a test no time. */
export const hastyClock = (faster = 20): Clock => {
  const began = performance.now();
  return {
    now: () => Math.floor(Date.now() + (performance.now() - began) * faster),
    monotonic: () => performance.now(),
  };
};

export function startMerge(
  { warehouse, state }: { warehouse: Warehouse; state: Transactor },
  onError: (error: unknown) => void,
  clock: Clock = systemClock,
): PartsMerge {
  const job = new PartsMerge({
    // Several nodes write to it: it is looked at each second, whoever tells of inserts.
    warehouse: { ...warehouse, kind: 'clickhouse' },
    ...{ state, clock, onError, retentionDays: 90 },
    contentKey: async () => sender.contentKey,
    onInserted: () => {},
  });
  job.start();
  return job;
}
