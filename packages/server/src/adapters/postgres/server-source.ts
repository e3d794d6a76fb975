import pg from 'pg';
import { parsers } from './parsers.ts';
import { sqlError, stateUnavailable } from './sql-error.ts';
import type { Wire, WireSource } from './wire.ts';

/** A connection that idles this long inside a transaction is ended by the server: it may hold the head of a ledger. */
const idleInTransactionMs = 60_000;

/** Options of every connection of ours; types as on PGlite. */
export const clientOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'signalbox',
  keepAlive: true,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  types: {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format as 'text'),
  },
});

/** PostgreSQL behind a pool of ten: the pool is the gate, and waits as long. */
export function serverSource(url: string, waitMs: number): WireSource {
  const pool = new pg.Pool({ ...clientOptions(url), max: 10, connectionTimeoutMillis: waitMs });
  // A connection lost while idle, or between two statements, is an event; without listeners it ends the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    async acquire() {
      return wireOf(await pool.connect().catch((error: unknown) => Promise.reject(stateUnavailable(error))));
    },
    close: () => pool.end(),
  };
}

const wireOf = (client: pg.PoolClient): Wire => ({
  async run(sql, values) {
    const answer = await client.query(sql, [...(values ?? [])]).catch((error: unknown) => {
      throw lost(error) ? stateUnavailable(error) : sqlError(error);
    });
    // Several statements in one text come back as an array, whatever the types say.
    const results = ([] as pg.QueryResult[]).concat(answer);
    const end = results.at(-1);
    return {
      rows: results.flatMap((r) => r.rows as unknown[]),
      command: end?.command ?? '',
      affected: end?.rowCount ?? 0,
    };
  },
  release: (broken) => client.release(broken ?? false),
});

/** Connection exceptions (class 08), server going down or starting (57P0x), too many clients; system and driver errors of a dead socket. */
function lost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (/^(08|57P0|53300)/.test(code) || code === '25P03') return true;
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND)/.test(code) ||
    /^Connection terminated|not queryable|connection error/.test(message)
  );
}
