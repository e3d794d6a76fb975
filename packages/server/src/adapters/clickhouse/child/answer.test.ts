import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type Answer, createAnswer } from './answer.ts';
import { refusal } from './exception.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves one answer; resolves to the client's side of it and to what the server's side came to. */
async function serve(
  format: string,
  body: (answer: Answer) => Promise<void>,
): Promise<[IncomingMessage, Promise<unknown>]> {
  let came: Promise<unknown> = Promise.resolve();
  server = createServer((_request, response) => {
    const answer = createAnswer(response, { queryId: 'q', format, gzip: false, stallMs: 300 });
    came = body(answer).catch((error: unknown) => error);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const call = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [incoming] = (await once(call, 'response')) as [IncomingMessage];
  return [incoming, came];
}

const megabyte = Buffer.alloc(1_000_000, 'x');

test('waits for a client that reads slowly', async () => {
  let written = 0;
  const [incoming, came] = await serve('TSV', async (answer) => {
    for (let i = 0; i < 20; i += 1) {
      await answer.write(megabyte);
      written += 1;
    }
    await answer.end();
  });
  await new Promise((done) => setTimeout(done, 150));
  expect(written).toBeLessThan(20);
  expect(await text(incoming)).toHaveLength(20_000_000);
  expect(await came).toBeUndefined();
});

test('cuts off a client that takes nothing', async () => {
  const [incoming, came] = await serve('TSV', async (answer) => {
    for (;;) await answer.write(megabyte);
  });
  incoming.on('error', () => undefined);
  expect(await came).toMatchObject({ message: 'The client took nothing for 300 ms' });
});

test('notices a client that leaves while it waits', async () => {
  const [incoming, came] = await serve('TSV', async (answer) => {
    for (;;) await answer.write(megabyte);
  });
  incoming.on('error', () => undefined);
  setTimeout(() => incoming.destroy(), 50);
  expect(await came).toMatchObject({ message: 'The client closed the connection' });
});

test('an error before the first byte is a status, later a block in text and a torn connection in binary', async () => {
  const fault = refusal(159, 'TIMEOUT_EXCEEDED', 'Timeout exceeded');
  const failing = (first: boolean) => async (answer: Answer) => {
    if (first) await answer.write(Buffer.from('1\n'));
    answer.fail(fault);
  };
  const [early] = await serve('TSV', failing(false));
  expect([early.statusCode, early.headers['x-clickhouse-exception-code']]).toEqual([500, '159']);
  expect(await text(early)).toBe('Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)\n');
  server?.close();

  const [late] = await serve('JSONEachRow', failing(true));
  const tag = late.headers['x-clickhouse-exception-tag'];
  const said = 'Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)\n';
  expect(await text(late)).toBe(`1\n\r\n__exception__\r\n${tag}\r\n${said}${said.length} ${tag}\r\n__exception__\r\n`);
  server?.close();

  const [binary] = await serve('RowBinary', failing(true));
  await expect(text(binary)).rejects.toThrow(/aborted/);
});
