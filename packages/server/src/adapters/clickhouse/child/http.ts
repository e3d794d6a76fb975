import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Session } from 'chdb';
import { type Answer, createAnswer, wantsGzip } from './answer.ts';
import type { Engine } from './engine.ts';
import { refusal } from './exception.ts';
import { readingFrom } from './insert-body.ts';
import type { Killer } from './killer.ts';
import type { Lanes } from './lanes.ts';
import { withParams } from './params.ts';
import type { ChildOptions } from './protocol.ts';
import { readSql, spillTo } from './read-body.ts';
import { run } from './run.ts';
import { settingsOf, withSettings } from './settings.ts';
import { formatClause, readStatement, type Statement } from './statement.ts';

export type Serving = {
  options: ChildOptions;
  engine: Engine;
  lanes: { read: Lanes<Session>; write: Lanes<Session> };
  killer: Killer;
  /** Aborts when the process stops. */
  stopping: AbortSignal;
};

/** The part of ClickHouse's HTTP interface that Signalbox speaks. */
export function createHttp(serving: Serving): Server {
  // Parameters travel in the query string, and ClickHouse takes a mebibyte of it; Node's default is 16 KiB.
  return createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    serve(serving, request, response).catch(() => response.destroy());
  });
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://child');
  const params = url.searchParams;
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  const answer = (format: string): Answer =>
    createAnswer(response, {
      queryId: params.get('query_id') ?? randomUUID(),
      format,
      gzip: wantsGzip(request, params),
      stallMs: serving.options.stallMs,
    });
  try {
    if (!isToken(request, serving.options.token)) throw refusal(516, 'AUTHENTICATION_FAILED', 'The token is wrong');
    if (url.pathname !== '/') throw refusal(60, 'UNKNOWN_TABLE', `There is nothing at ${url.pathname}`);
    const database = params.get('database') ?? serving.options.database;
    if (database !== serving.options.database)
      throw refusal(81, 'UNKNOWN_DATABASE', `Database ${database} does not exist`);
    if (request.method === 'GET' && !params.has('query')) return void response.end('Ok.\n');
    const given = params.get('query');
    const sql = withParams(given ?? (await readSql(request)), params);
    const statement = readStatement(sql, params.get('default_format') ?? undefined);
    if (request.method === 'GET' && statement.role !== 'read')
      throw refusal(164, 'READONLY', 'GET only reads; use POST');
    await execute(serving, { request, response, params, statement, hasBody: given !== null }, answer(statement.format));
  } catch (error) {
    answer('').fail(error);
    // What is left of a refused body must not be taken for the next request on this connection.
    if (!request.complete) response.once('finish', () => request.destroy());
  }
}

type Request = {
  request: IncomingMessage;
  response: ServerResponse;
  params: URLSearchParams;
  statement: Statement;
  hasBody: boolean;
};

async function execute(serving: Serving, given: Request, answer: Answer): Promise<void> {
  const { request, response, params, statement } = given;
  const mark = `/*${randomUUID()}*/`;
  const spill = join(serving.engine.spillDir, mark.replaceAll(/[^\w-]/g, ''));
  const isRead = statement.role === 'read';
  const spills = given.hasBody && !isRead;
  const signal = isRead ? AbortSignal.any([closed(response), serving.stopping]) : serving.stopping;
  try {
    const spilled = spills ? await spillTo(spill, request) : 0;
    const takesBody = given.hasBody && statement.verb === 'INSERT' && formatClause(statement.tokens) >= 0;
    const whole = spilled > 0 || takesBody ? readStatement(readingFrom(spill, statement)) : statement;
    const job = {
      sql: marked(withSettings(whole, settingsOf(params)), whole, mark),
      format: statement.format,
      streamed: statement.streamed && !isAskedWhole(params, statement),
    };
    await (isRead ? serving.lanes.read : serving.lanes.write).run(async (session) => {
      signal.throwIfAborted();
      const ended = run(session, job, answer, signal);
      const kill = (): void => void serving.killer.kill(mark, ended);
      signal.addEventListener('abort', kill, { once: true });
      await ended.finally(() => signal.removeEventListener('abort', kill));
    }, signal);
    await answer.end();
  } catch (error) {
    answer.fail(error);
  } finally {
    if (spills) await rm(spill, { force: true });
  }
}

/** Behind the first word: what stands before a statement, the engine may leave out. */
const marked = (sql: string, { tokens }: Statement, mark: string): string => {
  const at = tokens[0]?.end ?? 0;
  return `${sql.slice(0, at)} ${mark} ${sql.slice(at)}`;
};

/** Rows as text that the client waits for to the last: they run off this thread. Binary ones may be large, and are not gathered here. */
const isAskedWhole = (params: URLSearchParams, { format }: Statement): boolean =>
  params.get('wait_end_of_query') === '1' && format === 'JSONEachRow';

/** Aborts when the client went away before the whole answer was sent. */
function closed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort(new Error('The client closed the connection'));
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The client closed the connection'));
  });
  return controller.signal;
}

function isToken(request: IncomingMessage, token: string): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const decoded = Buffer.from(basic, 'base64').toString();
  const given = request.headers['x-clickhouse-key']?.toString() ?? decoded.slice(decoded.indexOf(':') + 1);
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(token));
}
