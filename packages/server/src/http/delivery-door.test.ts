import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { revokeKey } from '../access/verbs/revoke-key.ts';
import { Deliveries, deliveredFlags } from '../rooms/lifecycle/index.ts';
import { systemClock } from '../spine/clock.ts';
import { deliveryDoor } from './delivery-door.ts';
import { openDeliveryEdge } from './ofrep/delivery-edge.fixture.ts';
import { type EdgeServer, openEdge } from './server.ts';

let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
let deliveries: Deliveries;
let server: EdgeServer;
let key: string;
beforeAll(async () => {
  edge = await openDeliveryEdge();
  const onError = (error: unknown): void => void edge.logged.push(String(error));
  deliveries = new Deliveries({ state: edge.state, clock: systemClock, onError });
  await deliveries.load(edge.first.workspaceId);
  const front = deliveryDoor({ keys: edge.keys, deliveries, flags: deliveredFlags(deliveries) });
  const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null };
  server = await openEdge({ app: edge.app, telemetry: null, ports, front });
  key = await edge.key({ scopes: ['deliver'] });
  await edge.deploy('rel_2', 50);
});
afterAll(async () => {
  await server.close();
  await deliveries.close();
  await edge.stop();
});

type Asked = { path: string; body?: string; headers?: Record<string, string>; as?: string };
const ask = ({ path, body, headers = {}, as = key }: Asked): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-signalbox-key': as, ...headers },
    ...(body !== undefined && { body }),
  });
/** What the app says of itself, and the door does not. */
const byDoor = (answer: Response): boolean => answer.headers.get('x-request-id') === null;
/** Asked until the door knows the key: a ledger event makes it doubt for a moment. */
async function warm(asked: Asked): Promise<Response> {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await ask(asked);
    if (byDoor(answer)) return answer;
    await answer.text();
  }
  throw new Error('The door left it to the app.');
}
const byApp = ({ path, body, headers = {}, as = key }: Asked): Promise<Response> =>
  edge.call(as, body === undefined ? 'GET' : 'POST', path, body && JSON.parse(body), headers);

const delivery = '/api/v1/delivery/agent-1';
const flag = '/ofrep/v1/evaluate/flags/agent:agent-1';
const context = JSON.stringify({ context: { targetingKey: 'u-1' } });

describe('the door says what the app says', () => {
  test.each<[string, Asked]>([
    ['a delivery', { path: delivery }],
    ['of a user', { path: `${delivery}?user=u-7&environment=production` }],
    ['of a conversation', { path: `${delivery}?conversation=c+1&tenant=t%201` }],
    ['after a place that was passed', { path: `${delivery}?after=1` }],
    ['a flag', { path: flag, body: context }],
    ['a flag nobody has', { path: '/ofrep/v1/evaluate/flags/nothing', body: context }],
    ['no context', { path: flag, body: '{}' }],
  ])('%s', async (_, asked) => {
    const [door, app] = [await warm(asked), await byApp(asked)];
    expect(door.status).toBe(app.status);
    expect(door.headers.get('etag')).toBe(app.headers.get('etag'));
    expect(await door.json()).toEqual(await app.json());
  });

  test('304', async () => {
    const etag = (await warm({ path: delivery })).headers.get('etag')!;
    const again = await warm({ path: delivery, headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect(again.headers.get('x-signalbox-seq')).toMatch(/^\d+$/);
  });
});

describe('the door leaves to the app', () => {
  test.each<[string, Asked, number]>([
    ['an agent that is not deployed', { path: '/api/v1/delivery/nobody' }, 404],
    ['waiting', { path: `${delivery}?wait=0.01&after=999999` }, 304],
    ['a stranger word', { path: `${delivery}?colour=red` }, 200],
    ['an escape', { path: '/api/v1/delivery/agent%2D1' }, 200],
    ['a word said twice', { path: `${delivery}?user=a&user=b` }, 400],
    ['a place that is none', { path: `${delivery}?after=-1` }, 400],
    ['too long a word', { path: `${delivery}?user=${'u'.repeat(401)}` }, 400],
    ['no flag', { path: '/ofrep/v1/evaluate/flags/', body: context }, 404],
    ['a flag with a stroke', { path: '/ofrep/v1/evaluate/flags/a%2Fb', body: context }, 404],
    ['an ETag that is too long', { path: delivery, headers: { 'if-none-match': 'y'.repeat(401) } }, 400],
    ['a character that is none', { path: `${delivery}?user=%00` }, 400],
  ])('%s', async (_, asked, status) => {
    await warm({ path: delivery });
    const answer = await ask(asked);
    expect([answer.status, byDoor(answer)]).toEqual([status, false]);
  });

  test('keys without the scope, no key, and a key that was revoked, at once', async () => {
    const reader = await edge.key({ scopes: ['read'] });
    for (let n = 0; n < 3; n++) expect((await ask({ path: delivery, as: reader })).status).toBe(403);
    expect((await fetch(`http://127.0.0.1:${server.port}${delivery}`)).status).toBe(401);
    const leaked = await edge.key({ scopes: ['deliver'] });
    await warm({ path: delivery, as: leaked });
    await revokeKey(edge.system, { id: `key_${leaked.split('_')[1]}`, reason: 'leaked' });
    expect((await ask({ path: delivery, as: leaked })).status).toBe(401);
    expect((await ask({ path: flag, body: context, as: leaked })).status).toBe(401);
  });
});

test('a draw that breaks serves the stable release, whichever way it is asked for', async () => {
  await edge.deploy('rel_2', 60);
  await vi.waitFor(() => expect(deliveries.peek(edge.first.workspaceId)!.all[0]!.candidate!.share).toBe(60_000));
  const { candidate, stable } = deliveries.peek(edge.first.workspaceId)!.all[0]!;
  const breaks = (): never => {
    throw new Error('broken');
  };
  const users = Array.from({ length: 10 }, (_, n) => `u-${n}`);
  const ids = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const user of users) {
      const read = (await (await warm({ path: `${delivery}?user=${user}` })).json()) as { release: { id: string } };
      const body = JSON.stringify({ context: { targetingKey: user } });
      const flagged = (await (await warm({ path: flag, body })).json()) as { value: { releaseId: string } };
      expect(flagged.value.releaseId).toBe(read.release.id);
      found.push(read.release.id);
    }
    return [...new Set(found)].toSorted();
  };
  expect(await ids()).toEqual(['rel_1', 'rel_2']);
  Object.defineProperty(candidate!, 'salt', { get: breaks, configurable: true });
  expect(await ids()).toEqual([stable.id]);
  await edge.deploy('rel_2', 50);
});
