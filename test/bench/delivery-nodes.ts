// Servers of one control state: one as it is started at home, or several over one PostgreSQL and one warehouse.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startSupervisor } from '../../packages/server/src/adapters/clickhouse/supervisor.ts';
import { type Server, startServer, stopServer } from './server.ts';

/** `stop`: did all end by themselves? Asked again, false. */
type Nodes = { servers: readonly Server[]; stop(): Promise<boolean> };
type Postgres = { url: string; stop(): void };

/** The first one has the key and the link of the first start. */
export async function openNodes(folder: string, count: number): Promise<Nodes> {
  const place = (n: number) => ({
    ...{ dataDir: join(folder, `data-${n}`), port: 0, otlpPort: 0, logFile: join(folder, `server-${n}.log`) },
  });
  const beside: (() => unknown)[] = [];
  const servers: Server[] = [];
  const stop = async (): Promise<boolean> => {
    const ended = await Promise.all(servers.map(stopServer));
    for (const end of beside.splice(0)) await end();
    return ended.every(Boolean);
  };
  try {
    const env = count === 1 ? {} : await shared(folder, beside);
    for (let n = 0; n < count; n++) servers.push(await startServer({ ...place(n), env }));
    if (servers[0]?.key == null) throw new Error('the first start printed no key');
    return { servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What several servers share, as their environment. `beside`: how to end it. */
async function shared(folder: string, beside: (() => unknown)[]): Promise<Record<string, string>> {
  const script = join(import.meta.dirname, '../../scripts/postgres.mjs');
  const { startPostgres } = (await import(script)) as { startPostgres(): Promise<Postgres> };
  const postgres = await startPostgres();
  beside.push(() => postgres.stop());
  const supervisor = await startSupervisor({ dataDir: join(folder, 'warehouse') });
  beside.push(() => supervisor.stop());
  const { url, token } = supervisor.endpoint()!;
  return {
    DATABASE_URL: postgres.url,
    CLICKHOUSE_URL: url.replace('http://', `http://signalbox:${token}@`),
    SIGNALBOX_ROOT_KEY: randomBytes(32).toString('hex'),
  };
}
