import type { Database } from '../../ports/database.ts';
import { healthFor, type HealthMonitor } from '../health.ts';
import { liveClient, type LiveClient } from './client.ts';

/** Tells that facts became visible. Called as often as that happens; the hub sends one tick a second. */
export type Facts = { onAdvanced(advanced: () => void): () => void };
export type LiveDeps = { database: Database; health: HealthMonitor; facts: Facts };
export type LiveHub = {
  /** `after`: the sequence number of the client's Last-Event-ID, null = from now on. */
  open(parts: {
    who: Parameters<typeof liveClient>[0]['who'];
    again: Parameters<typeof liveClient>[0]['again'];
    after: number | null;
  }): Promise<LiveClient>;
  close(): void;
};

const tickMs = 1_000;
/** Proxies close what is silent for 30 or 60 s. */
const checkEveryTicks = 15;
/** Streams of one person or key; each is asked for again every 15 s. One more ends the oldest. */
const mostOfOne = 50;

export function liveHub({ database, health, facts }: LiveDeps): LiveHub {
  const clients = new Set<LiveClient>();
  let advanced = false;
  let ticks = 0;
  const timer = setInterval(() => {
    if (advanced) for (const client of clients) client.send('advanced', { at: new Date().toISOString() });
    advanced = false;
    if (++ticks % checkEveryTicks === 0) for (const client of clients) void client.check();
  }, tickMs);
  const stops = [
    facts.onAdvanced(() => void (advanced = true)),
    health.onChange(() => clients.forEach((client) => client.send('health', healthFor(client.actor(), health.read())))),
    database.onLedger((workspaceId) => {
      for (const client of clients) if (workspaceId === null || workspaceId === client.workspaceId) void client.pump();
    }),
  ];
  return {
    async open({ who, again, after }) {
      const client = liveClient({
        db: database.db,
        who,
        again,
        after: after ?? (await head(database, who.workspaceId)),
      });
      clients.add(client);
      const own = [...clients].filter(({ actorId }) => actorId === client.actorId);
      if (own.length > mostOfOne) own[0]!.close();
      void client.ended.then(() => clients.delete(client));
      client.send('health', healthFor(who.actor, health.read()));
      void client.pump();
      return client;
    },
    close() {
      clearInterval(timer);
      for (const stop of stops) stop();
      for (const client of clients) client.close();
    },
  };
}

async function head(database: Database, workspaceId: string): Promise<number> {
  const heads = database.db.selectFrom('ledger_heads').where('workspace_id', '=', workspaceId);
  return Number((await heads.select('seq').executeTakeFirst())?.seq ?? 0);
}
