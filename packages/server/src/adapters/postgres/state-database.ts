import { AsyncLocalStorage } from 'node:async_hooks';
import { CompiledQuery, Kysely } from 'kysely';
import type { Database } from '../../ports/database.ts';
import type { SpineTables } from '../../spine/tables.ts';
import type { Tx } from '../../spine/tx.ts';
import { wireDialect } from './dialect.ts';
import type { Still } from './backup/snapshot.ts';
import type { LedgerBell } from './ledger-bell.ts';
import { ask, type WireSource } from './wire.ts';

/** The Database port, and what the jobs adapter needs beside it. */
export type StateDatabase = Database & {
  /**
   * Runs a text of someone else's (pg-boss). Inside the body of `transact` it joins that transaction: waiting for a turn of its own
   * there would wait for ever on PGlite, whose only connection the transaction holds.
   */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Runs `body` while no statement and no transaction of anyone runs; only where this process is the only one (PGlite). */
  still: Still | null;
};

type Turn = { tx: Tx; live: boolean };
type Parts = { kind: Database['kind']; source: WireSource; bell: LedgerBell; closed(): Promise<void> };

/** Both engines alike: one transaction per `transact`, everything else a turn of its own. */
export function stateDatabase({ kind, source, bell, closed }: Parts): StateDatabase {
  const turns = new AsyncLocalStorage<Turn>();
  const current = (): Tx | null => {
    const turn = turns.getStore();
    return turn?.live === true ? turn.tx : null;
  };
  const outside: WireSource = {
    ...source,
    acquire: () =>
      current() === null
        ? source.acquire()
        : Promise.reject(new Error('Inside a transaction use its tx, not db or transact.')),
  };
  const db = new Kysely<SpineTables>({ dialect: wireDialect(outside) });

  return {
    kind,
    db,
    transact: (body) =>
      db.transaction().execute(async (tx) => {
        const turn: Turn = { tx, live: true };
        try {
          return await turns.run(turn, () => body(tx));
        } finally {
          turn.live = false;
        }
      }),
    async executeSql(text, values = []) {
      const tx = current();
      if (tx === null) return { rows: await ask(source, text, values) };
      if (/^\s*begin\b/i.test(text)) throw new Error('This text opens a transaction and cannot join another.');
      return { rows: (await tx.executeQuery(CompiledQuery.raw(text, values))).rows };
    },
    still: kind === 'postgres' ? null : (body) => held(source, body),
    ledgerAdvanced: (workspaceIds) => bell.ring(workspaceIds),
    onLedger: (wake) => bell.on(wake),
    async now() {
      const rows = await ask(source, 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms');
      return Math.floor((rows[0] as { ms: number }).ms);
    },
    async close() {
      await bell.close();
      await source.close();
      await closed();
    },
  };
}

/** PGlite writes nothing between two statements: whoever has the turn has the files. */
async function held<T>(source: WireSource, body: () => Promise<T>): Promise<T> {
  const wire = await source.acquire();
  try {
    return await body();
  } finally {
    wire.release();
  }
}
