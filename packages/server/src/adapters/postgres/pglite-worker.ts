import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { giveWay } from '../../spine/give-way.ts';
import { parsers } from './parsers.ts';
import type { PgliteFailure, PgliteReply, PgliteRequest } from './pglite-protocol.ts';
import type { WireResult } from './wire.ts';

// Entry of the worker thread: large reads stall PGlite's thread for 140–310 ms, so it must not be the one that serves requests.
giveWay('some');
const port = parentPort!;
const db = await PGlite.create({ dataDir: (workerData as { dir: string }).dir, parsers: { ...parsers } });
let last = Promise.resolve();
port.on('message', (request: PgliteRequest) => void (last = last.then(() => answer(request))));
post({ ready: true });

async function answer(request: PgliteRequest): Promise<void> {
  const { id } = request;
  try {
    if ('close' in request) {
      await db.close();
      port.close();
    } else {
      post({ id, result: await run(request.sql, request.values) });
    }
  } catch (error) {
    post({ id, failure: failureOf(error as PgliteFailure) });
  }
}

async function run(sql: string, values: readonly unknown[]): Promise<WireResult> {
  const results = values.length > 0 ? [await db.query(sql, [...values])] : await db.exec(sql);
  const end = results.at(-1);
  // After a stack overflow inside PostgreSQL, PGlite answers everything with nothing, and no error: only a new worker helps.
  if (end?.command === undefined) process.exit(1);
  return { rows: results.flatMap((r) => r.rows), command: end.command, affected: end.rowCount ?? 0 };
}

function failureOf(error: PgliteFailure): PgliteFailure {
  const { message, code, constraint, table, detail } = error;
  return JSON.parse(JSON.stringify({ message, code, constraint, table, detail })) as PgliteFailure;
}

function post(reply: PgliteReply): void {
  port.postMessage(reply);
}
