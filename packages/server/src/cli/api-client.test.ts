import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiOf } from './api-client.ts';

/** Something on a port that may be no Signalbox at all. */
let server: Server;
let url: string;
let answer: RequestListener = () => {};
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

const says = (status: number, text: string): void => {
  answer = (_, response) => response.writeHead(status).end(text);
};
const ask = (base = url) => apiOf({ url: base, key: 'sbx_k' })('GET', '/x');

test('an answer without a body is null', async () => {
  answer = (_, response) => response.writeHead(204).end();
  expect(await ask()).toBeNull();
});

test('key, method and address go out as the API expects them, under a path too', async () => {
  let seen: unknown;
  answer = (request, response) => {
    seen = [request.method, request.url, request.headers['x-signalbox-key']];
    response.end('{"a":1}');
  };
  expect(await ask(`${url}/tools/signalbox/`)).toEqual({ a: 1 });
  expect(seen).toEqual(['GET', '/tools/signalbox/api/v1/x', 'sbx_k']);
});

test('a refusal is what the server says, with the fields it names', async () => {
  says(400, JSON.stringify({ detail: 'Mend the fields.', fields: [{ path: 'file.kind', message: 'must be Agent' }] }));
  await expect(ask()).rejects.toThrow('Mend the fields.\n  file.kind: must be Agent');
});

test.each([
  [502, '<html>Bad gateway</html>', 'answered 502 to GET /x'],
  [404, '{"message":"not ours"}', 'answered 404 to GET /x'],
  [200, '<html>Welcome</html>', 'is no Signalbox'],
])('%d with %j is told as what it is', async (status, text, words) => {
  says(status, text);
  await expect(ask()).rejects.toThrow(words);
});

test('a server that hangs up is not there', async () => {
  answer = (request) => request.socket.destroy();
  await expect(ask()).rejects.toThrow(`No Signalbox answers at ${url}.`);
});

test('an address that is none is refused before anything is sent', () => {
  expect(() => ask('signalbox.example.com')).toThrow(
    'client.url (from --url) must look like https://signalbox.example.com',
  );
});
