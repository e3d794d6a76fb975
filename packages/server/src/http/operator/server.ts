import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { asAppError, problemOf } from '../problem.ts';
import { listenNear } from '../listen.ts';
import { readBounded } from '../bounded-body.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { OperatorCommand, type OperatorAnswer } from './commands.ts';
import { isProof, nonceHeader, proofHeader, proofOf } from './proof.ts';

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
      const text = JSON.stringify(body);
      const proof = proofOf(token, { of: 'answer', nonce: nonceOf(request), text });
      const headers = { 'content-type': 'application/json', connection: 'close', [proofHeader]: proof };
      response.writeHead(status, headers).end(text);
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
    const bytes = await readBounded(request, maxBody, { limit: maxBody, used: 0 });
    const text = Buffer.from(bytes).toString();
    if (!isProof(request.headers[proofHeader], token, { of: 'question', nonce: nonceOf(request), text }))
      throw new AppError('access.unauthenticated');
    const command = OperatorCommand.safeParse(parse(text));
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

const nonceOf = (request: IncomingMessage): string => String(request.headers[nonceHeader]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('request.malformed', { params: { reason: 'The body is not valid JSON.' }, cause });
  }
}
