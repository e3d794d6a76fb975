import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryDoor } from '../../packages/server/src/http/delivery-door.ts';
import { openDeliveryEdge } from '../../packages/server/src/http/ofrep/delivery-edge.fixture.ts';
import { type EdgeServer, openEdge } from '../../packages/server/src/http/server.ts';
import { Deliveries, deliveredFlags } from '../../packages/server/src/rooms/lifecycle/index.ts';
import { systemClock } from '../../packages/server/src/spine/clock.ts';
import { Random } from '../bench/random.ts';

/** Delivery and evaluation under questions that nobody would ask: the door in front says what the app says, and neither breaks. */
let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
let deliveries: Deliveries;
let door: EdgeServer;
let app: EdgeServer;
let key: string;
let handled = 0;
beforeAll(async () => {
  edge = await openDeliveryEdge();
  const onError = (error: unknown): void => void edge.logged.push(String(error));
  deliveries = new Deliveries({ state: edge.state, clock: systemClock, onError });
  await deliveries.load(edge.first.workspaceId);
  const front = deliveryDoor({ keys: edge.keys, deliveries, flags: deliveredFlags(deliveries) });
  const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null };
  const counted: typeof front = (asked, answer) => front(asked, answer) && ++handled > 0;
  door = await openEdge({ app: edge.app, telemetry: null, ports, front: counted });
  app = await openEdge({ app: edge.app, telemetry: null, ports });
  key = await edge.key({ scopes: ['deliver'] });
  await edge.deploy('rel_2', 50);
});
afterAll(async () => {
  agent.destroy();
  await door.close();
  await app.close();
  await deliveries.close();
  await edge.stop();
});

type Asked = { method: string; path: string; headers: Record<string, string>; body: string };
type Answered = { status: number; etag: string | undefined; type: string | undefined; body: unknown };
const agent = new Agent({ keepAlive: true });

function ask({ method, path, headers, body }: Asked, { port }: EdgeServer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.once('end', () => {
        const { etag, 'content-type': type } = answer.headers;
        resolve({ status: answer.statusCode!, etag, type, body: bodyOf(text) });
      });
    });
    call.setTimeout(10_000, () => call.destroy(new Error('no answer within ten seconds')));
    call.once('error', reject).end(body);
  });
}

/** Without what is another each time. */
function bodyOf(text: string): unknown {
  if (text === '') return '';
  const { requestId: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}

const nasty = [
  ...['', ' ', '0', '-1', '1e9', 'NaN', 'null', 'true', '%', '%00', '%E2%28%A1', '%F0%9F%9A%82', '..', '/', '//', '\\'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'a'.repeat(399),
    'b'.repeat(401),
    "'",
    '"',
    '<script>',
    '{{x}}',
    '+',
    '&',
  ],
  ...['2026-01-01T00:00:00Z', '2026-02-31T00:00:00Z', '2026-01-01', '1.5', '9007199254740993', 'production', 'staging'],
];
const agents = ['agent-1', 'agt_1', 'Agent%201', 'nobody', 'agent:agent-1', 'agent%2D1'];
const keys = [
  'environment',
  'user',
  'conversation',
  'tenant',
  'since',
  'after',
  'colour',
  'agent',
  'etag',
  '__proto__',
];
const contexts = [
  'targetingKey',
  'user',
  'conversation',
  'tenant',
  'environment',
  'conversationStartedAt',
  '__proto__',
];

function value(random: Random): string {
  const word = random.pick(nasty);
  return random.chance(0.3) ? encodeURIComponent(word) : word.replaceAll(/[^\x21-\x7e]|#/g, '+');
}

function reading(random: Random): Asked {
  const name = random.chance(0.7) ? random.pick(agents) : value(random);
  const said = Array.from({ length: random.between(0, 4) }, () => `${random.pick(keys)}=${value(random)}`);
  // Whoever says a place that is yet to come is kept waiting for two seconds.
  const query = said.filter((one) => !/^after=(?:1e9|9007)/.test(one) || random.chance(0.02)).join('&');
  const etag = random.chance(0.3) ? { 'if-none-match': random.pick(['*', '""', 'W/"x"', 'y'.repeat(500)]) } : {};
  const path = `/api/v1/delivery/${name}${query === '' && random.chance(0.5) ? '' : `?${query}`}`;
  return { method: 'GET', path, headers: { 'x-signalbox-key': key, ...etag }, body: '' };
}

function evaluating(random: Random): Asked {
  const any = (): unknown =>
    random.pick<unknown>([
      random.pick(nasty),
      random.between(-9, 9),
      null,
      true,
      [1, 'x'],
      { deep: { er: [] } },
      1e308,
    ]);
  const context = Object.fromEntries(
    Array.from({ length: random.between(0, 4) }, () => [random.pick(contexts), any()]),
  );
  const whole = JSON.stringify(random.chance(0.8) ? { context } : { context: any(), more: any() });
  const cut = random.chance(0.2) ? whole.slice(0, random.between(0, whole.length)) : whole;
  const body = random.chance(0.1)
    ? cut.replace('{', () => random.pick(['[', '{"a":', '\u0000', '{"__proto__":{},']))
    : cut;
  const path = `/ofrep/v1/evaluate/flags/${random.chance(0.7) ? 'agent:agent-1' : value(random)}`;
  const length = { 'content-length': String(Buffer.byteLength(body)), 'content-type': 'application/json' };
  return { method: 'POST', path, headers: { 'x-api-key': key, ...length }, body };
}

test('ten seconds of questions: the same answers by both ways, none of them an error of the server', async () => {
  const seed = Date.now() >>> 0;
  const random = new Random(seed);
  const statuses = new Map<number, number>();
  const began = performance.now();
  while (performance.now() - began < 10_000) {
    const asked = random.chance(0.5) ? reading(random) : evaluating(random);
    const [one, other] = await Promise.all([ask(asked, door), ask(asked, app)]);
    expect(one, JSON.stringify({ seed, asked })).toEqual(other);
    expect(one.status, JSON.stringify({ seed, asked, one })).toBeLessThan(500);
    statuses.set(one.status, (statuses.get(one.status) ?? 0) + 1);
  }
  const asked = [...statuses.values()].reduce((sum, one) => sum + one, 0);
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404]));
  expect(asked).toBeGreaterThan(300);
  expect(handled / asked).toBeGreaterThan(0.2);
  expect(edge.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
}, 60_000);

test('bytes that are no request leave the server as it was', async () => {
  const random = new Random(Date.now() >>> 0);
  const good = `GET /api/v1/delivery/agent-1?user=u HTTP/1.1\r\nhost: x\r\nx-signalbox-key: ${key}\r\nconnection: close\r\n\r\n`;
  for (let n = 0; n < 300; n++) {
    const bytes = Buffer.from(good);
    for (let left = random.between(1, 6); left > 0; left--)
      bytes[random.between(0, bytes.length - 1)] = random.between(0, 255);
    await new Promise<void>((done) => {
      const socket = connect(door.port, '127.0.0.1', () => socket.end(bytes));
      socket.resume().once('error', () => {});
      socket.once('close', () => done());
    });
  }
  const asked = { method: 'GET', path: '/api/v1/delivery/agent-1', headers: { 'x-signalbox-key': key }, body: '' };
  expect(await ask(asked, door)).toMatchObject({ status: 200, body: { agent: { slug: 'agent-1' } } });
}, 60_000);
