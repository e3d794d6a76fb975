import { lookup } from 'node:dns';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LlmEndpoint, LlmRequest } from '../../ports/llm.ts';
import { systemClock } from '../../spine/clock.ts';
import { type AnyServer, json, openAnyServer, question } from './any-server.fixture.ts';
import { openLlm } from './open.ts';

let there: AnyServer;
beforeAll(async () => void (there = await openAnyServer()));
afterAll(() => there.close());

const llm = openLlm({ clock: systemClock, random: () => 0 });
const key = 'sk-secret-0123456789';
const at = (url: string, dialect: LlmEndpoint['dialect'] = 'openai'): LlmEndpoint => ({
  dialect,
  baseUrl: url,
  apiKey: key,
});
const ask = (change: Partial<LlmRequest> = {}, timeoutMs = 10_000, endpoint = at(there.url)) =>
  llm.complete(endpoint, question(change), { timeoutMs });
const eventStream = { 'content-type': 'text/event-stream' };

describe('an answer without end', () => {
  test('as one body is left at the limit', async () => {
    let sent = 0;
    there.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 'x'))) sent++;
      };
      response.on('drain', more);
      more();
    });
    await expect(ask()).rejects.toMatchObject({ code: 'model.too_large' });
    expect(sent).toBeLessThan(64);
  });

  test('as a stream of words is left at the limit', async () => {
    const chunk = JSON.stringify({ choices: [{ delta: { content: 'word '.repeat(1000) } }] });
    there.answer((_, response) => {
      response.writeHead(200, eventStream);
      const more = (): void => {
        while (!response.destroyed && response.write(`data: ${chunk}\n\n`)) continue;
      };
      response.on('drain', more);
      more();
    });
    await expect(ask({ stream: true })).rejects.toMatchObject({ code: 'model.too_large' });
  });

  test('as one line of a stream is left before that', async () => {
    there.answer((_, response) => {
      response.writeHead(200, eventStream);
      response.end(`data: ${'x'.repeat(5 << 20)}`);
    });
    await expect(ask({ stream: true })).rejects.toMatchObject({ code: 'model.malformed' });
  });

  test('in drops is left when patience ends', async () => {
    there.answer((_, response) => {
      response.writeHead(200, eventStream);
      const drip = setInterval(() => response.write(': still here\n\n'), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(ask({ stream: true }, 200)).rejects.toMatchObject({ code: 'model.timed_out' });
  });
});

test.each([{ 'content-type': 'text/plain' }, eventStream])('what is no JSON is quoted without the key', async (how) => {
  there.answer((request, response) => {
    const told = `I heard ${String(request.headers['authorization'])} from you`;
    response.writeHead(200, how).end(how === eventStream ? `data: ${told}\n\n` : told);
  });
  const refused = await ask({ stream: true }).catch((error: unknown) => error as Error);
  expect((refused as Error).message).toContain('I heard Bearer');
  expect((refused as Error).message).not.toContain('sk-secret');
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%i is told, and the key goes nowhere else', async (status) => {
    const elsewhere = await openAnyServer();
    there.answer((_, response) => void response.writeHead(status, { location: elsewhere.url }).end());
    await expect(ask()).rejects.toMatchObject({ code: 'model.redirected' });
    expect([there.asked, elsewhere.asked]).toEqual([1, 0]);
    await elsewhere.close();
  });
});

test('headers without end are refused', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(64 << 10)}\r\n\r\n{}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(ask({}, 10_000, at(url))).rejects.toMatchObject({
    ...{ code: 'model.unreachable', message: expect.stringContaining('bytes of headers') as string },
  });
  server.close();
});

test('what is no HTTP, and where nothing listens, is told once', async () => {
  const server = createServer(
    (socket) =>
      void socket
        .on('error', () => {})
        .resume()
        .end('SSH-2.0-x\r\n'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(ask({}, 10_000, at(url))).rejects.toMatchObject({ code: 'model.unreachable' });
  await new Promise((done) => server.close(done));
  await expect(ask({}, 10_000, at(url))).rejects.toThrow('nothing listens there');
});

test('a name that cannot be looked up for a moment is tried again; one that is not known is told at once', async () => {
  let looks = 0;
  const failing = (code: string, times: number) =>
    openLlm({
      clock: systemClock,
      random: () => 0,
      resolve: (_, options, done) =>
        ++looks <= times ? done(Object.assign(new Error(code), { code }), []) : lookup('localhost', options, done),
    });
  there.answer(json(200, { choices: [{ message: { content: 'there' }, finish_reason: 'stop' }] }));
  const endpoint = at(`http://models.test:${new URL(there.url).port}`);
  const again = await failing('EAI_AGAIN', 1).complete(endpoint, question(), { timeoutMs: 10_000 });
  expect(again).toMatchObject({ text: 'there', attempts: 2 });
  looks = 0;
  const unknown = failing('ENOTFOUND', 9).complete(endpoint, question(), { timeoutMs: 10_000 });
  await expect(unknown).rejects.toThrow('the name is not known');
  expect(looks).toBe(1);
});

test('https where only http is spoken is told, and nothing was said there', async () => {
  there.answer(json(200, {}));
  const secure = at(there.url.replace('http:', 'https:'));
  await expect(ask({}, 10_000, secure)).rejects.toMatchObject({ code: 'model.unreachable' });
  expect(there.asked).toBe(0);
});

describe('addresses that are never asked', () => {
  test.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://[::ffff:169.254.169.254]'])('%s', async (url) => {
    await expect(ask({}, 5_000, at(url))).rejects.toMatchObject({ code: 'model.address_refused' });
  });

  test('nor by a name that leads there, also where it leads to others too', async () => {
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    const named = openLlm({
      clock: systemClock,
      resolve: (host, options, done) => (host === 'metadata.test' ? done(null, both) : lookup(host, options, done)),
    });
    there.answer(json(200, {}));
    const { port } = new URL(there.url);
    const complete = (host: string) => named.complete(at(`http://${host}:${port}`), question(), { timeoutMs: 5_000 });
    await expect(complete('metadata.test')).rejects.toMatchObject({ code: 'model.address_refused' });
    expect(there.asked).toBe(0);
    await expect(complete('localhost')).rejects.toMatchObject({ code: 'model.malformed' });
    expect(there.asked).toBe(1);
  });
});

describe('an answer that is none', () => {
  test.each(['', 'null', '[]', '"x"', '{}', '{"choices":[]}', '{"choices":[null]}', '{"choices":{"0":1}}', '<html>'])(
    '%j is told as such by both dialects',
    async (body) => {
      there.answer((_, response) => void response.end(body));
      await expect(ask()).rejects.toMatchObject({ code: 'model.malformed' });
      await expect(ask({}, 10_000, at(there.url, 'anthropic'))).rejects.toMatchObject({ code: 'model.malformed' });
    },
  );

  test('in the middle of a stream, an error of the provider is told in its words and not repeated', async () => {
    const error = { error: { type: 'overloaded_error', message: `busy with ${key}` } };
    there.answer((_, response) => {
      response.writeHead(200, eventStream);
      response.end(`event: error\ndata: ${JSON.stringify({ type: 'error', ...error })}\n\n`);
    });
    for (const dialect of ['openai', 'anthropic'] as const) {
      const failed = await ask({ stream: true }, 10_000, at(there.url, dialect)).catch((thrown: unknown) => thrown);
      expect(failed).toMatchObject({
        code: 'model.overloaded',
        message: expect.stringContaining('busy with …') as string,
      });
    }
    expect(there.asked).toBe(2);
  });

  test('an error told with status 200 is told as that error', async () => {
    there.answer(json(200, { error: { message: 'no credits left', code: 402 } }));
    for (const dialect of ['openai', 'anthropic'] as const)
      await expect(ask({}, 10_000, at(there.url, dialect))).rejects.toThrow('It said: "no credits left".');
  });

  test('text in parts is one text', async () => {
    const parts = [{ type: 'text', text: 'two ' }, { type: 'reference' }, { type: 'text', text: 'parts' }];
    there.answer(json(200, { choices: [{ message: { content: parts }, finish_reason: 'stop' }], error: null }));
    expect((await ask()).text).toBe('two parts');
    const events = [{ choices: [{ delta: { content: parts } }] }, { choices: [{ delta: {}, finish_reason: 'stop' }] }];
    there.answer((_, response) => {
      response.writeHead(200, eventStream);
      response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
    });
    expect((await ask({ stream: true })).text).toBe('two parts');
  });

  test('calls without ids get one each, and a finish that says stop is seen through', async () => {
    const call = (name: string) => ({ function: { name, arguments: '{}' } });
    const message = { content: '', tool_calls: [call('a'), call('b')] };
    there.answer(json(200, { choices: [{ message, finish_reason: 'stop' }] }));
    expect(await ask()).toMatchObject({
      text: null,
      finish: 'tool_calls',
      toolCalls: [{ id: 'call_0' }, { id: 'call_1' }],
    });
  });

  test('a server that does not stream is read as one that answers at once', async () => {
    there.answer(json(200, { choices: [{ message: { content: 'whole' }, finish_reason: 'stop' }] }));
    expect(await ask({ stream: true })).toMatchObject({ text: 'whole', firstMs: null });
  });
});

test('the key goes where each dialect wants it, and nowhere where there is none', async () => {
  there.answer(json(200, { choices: [{ message: { content: 'x' } }], content: [] }));
  await ask();
  expect(there.last!.headers).toMatchObject({ authorization: `Bearer ${key}`, 'accept-encoding': 'identity' });
  await ask({}, 5_000, at(`${there.url}/v1/`, 'anthropic'));
  expect(there.last).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': key } });
  await ask({}, 5_000, at(`${there.url}/proxy`, 'anthropic'));
  expect(there.last!.path).toBe('/proxy/v1/messages');
  for (const dialect of ['openai', 'anthropic'] as const) {
    await ask({}, 5_000, { ...at(there.url, dialect), apiKey: null });
    expect(JSON.stringify(there.last)).not.toMatch(/authorization|x-api-key/);
  }
});
