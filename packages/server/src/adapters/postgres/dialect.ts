import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Wire, WireSource } from './wire.ts';

const counted = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

class WireConnection implements DatabaseConnection {
  readonly wire: Wire;
  broken = false;
  constructor(wire: Wire) {
    this.wire = wire;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, command, affected } = await this.wire.run(query.sql, query.parameters);
    return { rows: rows as R[], ...(counted.has(command) ? { numAffectedRows: BigInt(affected) } : {}) };
  }

  // Streaming would hold PGlite's only connection for as long as the reader likes.
  streamQuery(): never {
    throw new Error('Page by key instead of streaming.');
  }
}

class WireDriver implements Driver {
  readonly #source: WireSource;
  constructor(source: WireSource) {
    this.#source = source;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new WireConnection(await this.#source.acquire());
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  /** PostgreSQL answers COMMIT of a failed transaction with a friendly "ROLLBACK": that must not look like success. */
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const { command } = await (connection as WireConnection).wire.run('commit');
    if (command !== 'COMMIT')
      throw new Error('Nothing was kept: a statement had failed and its error was swallowed inside the transaction.');
  }

  /** Never throws: the error that led here must reach the caller. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const held = connection as WireConnection;
    await held.wire.run('rollback').catch(() => void (held.broken = true));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const held = connection as WireConnection;
    held.wire.release(held.broken);
  }

  async destroy(): Promise<void> {}
}

/** Kysely over our own connections, the same for PGlite and PostgreSQL. */
export const wireDialect = (source: WireSource): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new WireDriver(source),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
