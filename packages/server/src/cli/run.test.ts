import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { run } from './run.ts';

/** A server of two pages, as the API answers; the views have tests of their own. */
let server: Server;
let asked: string[] = [];
const answers: Record<string, [status: number, body: object]> = {
  '/api/v1/runs/r': [200, { run: { id: 'r' }, steps: [1, 2], nextCursor: 'a=b' }],
  '/api/v1/runs/r?cursor=a%3Db': [200, { run: { id: 'r' }, steps: [3], nextCursor: null }],
  '/api/v1/runs/r/otlp': [200, { resourceSpans: [] }],
};
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['x-signalbox-key']}`);
    const [status, body] = answers[request.url!] ?? [404, { detail: 'No run with this id is visible to you.' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => void server.close());
beforeEach(() => void (asked = []));

async function printed(id: string, more: { otlp?: boolean } = {}): Promise<unknown> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  await run(id, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'sbx_k', ...more });
  expect(log).toHaveBeenCalledTimes(1);
  return JSON.parse(log.mock.calls[0]![0] as string);
}

test('all pages of a run are one object', async () => {
  expect(await printed('r')).toEqual({ run: { id: 'r' }, steps: [1, 2, 3] });
  expect(asked).toEqual(['/api/v1/runs/r sbx_k', '/api/v1/runs/r?cursor=a%3Db sbx_k']);
});

test('as OTLP it is asked for once', async () => {
  expect(await printed('r', { otlp: true })).toEqual({ resourceSpans: [] });
  expect(asked).toEqual(['/api/v1/runs/r/otlp sbx_k']);
});

test('what the server says of a run that is not there is said', async () => {
  await expect(
    run('../x', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'k' }),
  ).rejects.toThrow('No run with this id');
  expect(asked).toEqual(['/api/v1/runs/..%2Fx k']);
});
