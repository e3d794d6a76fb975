import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { anthropicMessages } from './anthropic-messages.ts';
import { plainBehaviour } from './behaviour.ts';
import { type Behaviour, type Dialect, isJson } from './dialect.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { firstChunkHeader, latencyHeader, paceHeader, type Plan, planHeader, planOf } from './plan.ts';
import { turnOf } from './turn.ts';

/** `url` without a path: OpenAI's clients want `${url}/v1`, Anthropic's want it as it is. */
export type FakeProvider = { url: string; close(): Promise<void> };

const dialects: readonly Dialect[] = [openaiChat, openaiResponses, anthropicMessages];
const maxBody = 4 << 20;

/**
 * A model provider that answers by plan, on a free loopback port. Real in everything a client sees: paths, shapes, streams,
 * errors with Retry-After, answers that break off. A request brings its plan in a header, or `behave` makes one.
 */
export async function startFakeProvider(options: { behave?: Behaviour } = {}): Promise<FakeProvider> {
  const { behave = plainBehaviour } = options;
  let answered = 0;
  const server = createServer((request, response) => {
    const id = String(++answered).padStart(6, '0');
    handle(request, response, { behave, id }).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

type Means = { behave: Behaviour; id: string };

async function handle(request: IncomingMessage, response: ServerResponse, { behave, id }: Means): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  const dialect = dialects.find((one) => one.path === path);
  response.setHeader('x-request-id', `req_${id}`).setHeader('request-id', `req_${id}`);
  if (dialect === undefined || request.method !== 'POST')
    return send(response, 404, {
      error: { message: `Unknown request URL: ${request.method} ${path}.`, type: 'invalid_request_error' },
    });
  let asked;
  try {
    const body: unknown = JSON.parse(await bodyOf(request));
    if (!isJson(body)) throw new Error('The body must be a JSON object.');
    asked = dialect.ask(body);
  } catch (error) {
    const { status, body } = dialect.refuse('invalid', (error as Error).message);
    return send(response, status, body);
  }
  const plan = planOf(single(request.headers[planHeader])) ?? behave(asked);
  const told = single(request.headers[paceHeader]) === 'told';
  const { latencyMs = 0, firstChunkMs = Math.min(latencyMs, 400) } = plan;
  response.setHeader(latencyHeader, latencyMs).setHeader(firstChunkHeader, firstChunkMs);
  const wait = (ms: number): Promise<void> => (told || ms <= 0 ? Promise.resolve() : sleep(ms));
  if (refused(response, dialect, plan)) return;
  const turn = turnOf(asked, plan, plan.id ?? id, Date.now());
  await wait(asked.stream ? firstChunkMs : latencyMs);
  if (asked.stream) return stream(response, dialect.events(turn), { plan, wait: () => wait(latencyMs - firstChunkMs) });
  return whole(response, dialect.answer(turn), plan);
}

function refused(response: ServerResponse, dialect: Dialect, plan: Plan): boolean {
  const { fault } = plan;
  if (fault === undefined || fault === 'bad_json' || fault === 'broken_stream') return false;
  const { status, body } = dialect.refuse(fault, messages[fault]);
  if (fault !== 'server_error') response.setHeader('retry-after', plan.retryAfterSeconds ?? 1);
  send(response, status, body);
  return true;
}

const messages = {
  rate_limited: 'Rate limit reached on tokens per minute. Try again later.',
  overloaded: 'The model is overloaded. Try again later.',
  server_error: 'The server had an error while processing your request.',
} as const;

function whole(response: ServerResponse, answer: object, { fault }: Plan): void {
  const text = JSON.stringify(answer);
  response.setHeader('content-type', 'application/json');
  if (fault === 'broken_stream') {
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  } else response.writeHead(200).end(fault === 'bad_json' ? text.slice(0, text.length / 2) : text);
}

async function stream(
  response: ServerResponse,
  events: ReturnType<Dialect['events']>,
  { plan, wait }: { plan: Plan; wait: () => Promise<void> },
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const kept = plan.fault === undefined ? events.length : Math.ceil(events.length / 2);
  for (const [index, { event, data }] of events.slice(0, kept).entries()) {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    response.write(`${event === null ? '' : `event: ${event}\n`}data: ${text}\n\n`);
    if (index === 0) await wait();
  }
  if (plan.fault === 'bad_json') response.end('data: {"cut":\n\n');
  else if (plan.fault === undefined) response.end();
  else response.write('', () => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBody) throw new Error('The request is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const send = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
