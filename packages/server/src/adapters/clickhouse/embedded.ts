import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { type Backend, commonSettings, openClient } from './backend.ts';
import { unavailable } from './map-error.ts';
import { startSupervisor, type SupervisorOptions } from './supervisor.ts';

/** The warehouse inside Signalbox: chDB in a child process, in step with whose port the client is made anew. */
export async function openEmbedded(options: SupervisorOptions): Promise<Backend & { pid(): number | undefined }> {
  const supervisor = await startSupervisor(options);
  const blockDir = resolve(options.dataDir, 'blocks');
  // What an earlier process left in the middle of an insert.
  rmSync(blockDir, { recursive: true, force: true });
  mkdirSync(blockDir, { recursive: true });
  let current: { url: string; client: ClickHouseClient } | undefined;

  return {
    client() {
      const endpoint = supervisor.endpoint();
      if (!endpoint) throw unavailable();
      if (current?.url !== endpoint.url) {
        void current?.client.close();
        const client = openClient({ url: endpoint.url, database: 'signalbox', password: endpoint.token });
        current = { url: endpoint.url, client };
      }
      return current.client;
    },
    blockDir,
    topology: null,
    settings: commonSettings,
    health: supervisor.health,
    onHealth: supervisor.onHealth,
    pid: supervisor.pid,
    async close() {
      await current?.client.close();
      await supervisor.stop();
    },
  };
}
