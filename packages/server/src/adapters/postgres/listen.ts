import pg from 'pg';
import { clientOptions } from './server-source.ts';

const reconnectMs = 500;
type Hear = { message(payload: string): void; connected(): void };

/**
 * LISTEN on a connection of its own, made again whenever it is lost. `connected` is called each time: what was sent
 * in between is gone, so the caller must look for itself. Returns the stop.
 */
export function keepListening(url: string, channel: string, hear: Hear): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | null = null;

  function connect(): void {
    if (stopped) return;
    const fresh = new pg.Client(clientOptions(url));
    client = fresh;
    fresh.on('error', () => {});
    fresh.once('end', () => void setTimeout(connect, reconnectMs).unref());
    fresh.on('notification', ({ payload }) => hear.message(payload ?? ''));
    const ready = fresh.connect().then(() => fresh.query(`listen ${channel}`));
    // A failed start ends the connection, and the end tries again.
    void ready.then(hear.connected, () => fresh.end());
  }

  connect();
  return async () => {
    stopped = true;
    await client?.end().catch(() => {});
  };
}
