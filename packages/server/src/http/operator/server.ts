import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { asAppError, problemOf } from '../problem.ts';
import { listenNear } from '../listen.ts';
import { readBounded } from '../bounded-body.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { OperatorCommand, type OperatorAnswer } from './commands.ts';

/** Where a running server takes commands of its machine; the file is for its owner only (0600). */
export type OperatorFile = { pid: number; port: number; token: string };
export const operatorFile = (dataDir: string): string => join(dataDir, 'operator.json');

const maxBody = 64 * 1024;

/**
 * A second server on a random loopback port: the embedded database has one owner, so `signalbox login-link` and `key create` ask
 * the running server. Whoever can read the data directory could read the database as well.
 */
export async function operatorServer(
  dataDir: string,
  run: (command: OperatorCommand) => Promise<OperatorAnswer>,
): Promise<{ close(): Promise<void> }> {
  const token = randomBytes(32).toString('hex');
  const server = createServer((request, response) => {
    void answer(request, token, run).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    });
  });
  const port = await listenNear({ server, host: '127.0.0.1', port: 0 });
  const path = operatorFile(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ pid: process.pid, port, token } satisfies OperatorFile);
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return {
    async close() {
      if (readFileSync(path, 'utf8') === text) rmSync(path, { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Answer = { status: number; body: unknown };

async function answer(
  request: IncomingMessage,
  token: string,
  run: (c: OperatorCommand) => Promise<OperatorAnswer>,
): Promise<Answer> {
  try {
    if (!isToken(request.headers['x-signalbox-operator'], token)) throw new AppError('access.unauthenticated');
    const bytes = await readBounded(request, maxBody, { limit: maxBody, used: 0 });
    const command = OperatorCommand.safeParse(parse(bytes));
    if (!command.success) {
      const fields = command.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
      throw new AppError('request.invalid', { fields });
    }
    return { status: 200, body: await run(command.data) };
  } catch (error) {
    const { status, body } = problemOf(asAppError(error), newId('req'));
    return { status, body };
  }
}

function isToken(shown: string | string[] | undefined, token: string): boolean {
  const [got, wanted] = [Buffer.from(String(shown)), Buffer.from(token)];
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new AppError('request.malformed', { params: { reason: 'The body is not valid JSON.' }, cause });
  }
}
