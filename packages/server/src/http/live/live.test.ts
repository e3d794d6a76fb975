import type { AddressInfo } from 'node:net';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createGrant } from '../../access/verbs/create-grant.ts';
import { createPerson } from '../../access/verbs/create-person.ts';
import { createTeam } from '../../access/verbs/create-team.ts';
import { disablePerson } from '../../access/verbs/disable-person.ts';
import { revokeKey } from '../../access/verbs/revoke-key.ts';
import { newId } from '../../spine/ids.ts';
import { openTestEdge, type Caller, type TestEdge } from '../edge.fixture.ts';
import { liveClient } from './client.ts';

type Event = { id: string; event: string; data: Record<string, unknown> };
type Listener = { events: Event[]; response: IncomingMessage; ended: boolean };

let edge: TestEdge;
let server: Server;
const open: IncomingMessage[] = [];
beforeAll(async () => {
  edge = await openTestEdge();
  server = createServer(getRequestListener(edge.app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => open.splice(0).forEach((response) => response.destroy()));
afterAll(async () => {
  await edge.stop();
  server.closeAllConnections();
  server.close();
});

/** Reads the stream as a browser's EventSource would. */
async function listen(as: Caller, headers: Record<string, string> = {}): Promise<Listener> {
  const who = as === null ? {} : typeof as === 'string' ? { 'x-signalbox-key': as } : { cookie: as.cookie };
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get({ host: '127.0.0.1', port, path: '/api/v1/live', headers: { ...who, ...headers } }, resolve).on(
      'error',
      reject,
    ),
  );
  const listener: Listener = { events: [], response, ended: false };
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const frames = (text + chunk).split('\n\n');
    text = frames.pop()!;
    for (const frame of frames) {
      const fields = Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s)));
      if (fields['event'] !== undefined) listener.events.push({ ...fields, data: JSON.parse(fields['data']) } as Event);
    }
  });
  response.on('error', () => {}).on('end', () => (listener.ended = true));
  open.push(response);
  return listener;
}
const heard = (listener: Listener, event: string): Event[] => listener.events.filter((one) => one.event === event);
const admin = (): Promise<{ cookie: string; csrf: string }> => edge.signIn(edge.first.adminId);
const team = (): Promise<{ id: string }> => createTeam(edge.system, { name: newId('tea') });
async function viewerOf(teamId: string): Promise<{ id: string; as: { cookie: string; csrf: string } }> {
  const { person } = await createPerson(edge.system, { name: 'V', email: `${newId('per')}@example.com` });
  await createGrant(edge.system, { personId: person.id, role: 'viewer', teamId, agentId: null, environment: null });
  return { id: person.id, as: await edge.signIn(person.id) };
}

describe('the live stream', () => {
  test('needs somebody, and is not stored or transformed on the way', async () => {
    expect((await listen(null)).response.statusCode).toBe(401);
    const { response } = await listen(await admin());
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(response.headers['cache-control']).toContain('no-transform');
  });

  test('begins with the health and tells ledger events with ids, types and places only', async () => {
    const listener = await listen(await admin());
    const made = await team();
    await vi.waitFor(() => expect(heard(listener, 'ledger')).toHaveLength(1));
    const [event] = heard(listener, 'ledger');
    expect(event!.data).toEqual({ seq: Number(event!.id), type: 'team.created', resource: made.id });
    expect(listener.events[0]).toMatchObject({ event: 'health', data: { status: 'ok' } });
  });

  test('goes on after Last-Event-ID without gap or double', async () => {
    const as = await admin();
    const first = await listen(as);
    await team();
    await vi.waitFor(() => expect(heard(first, 'ledger')).toHaveLength(1));
    first.response.destroy();
    for (let i = 0; i < 3; i++) await team();
    const second = await listen(as, { 'last-event-id': heard(first, 'ledger')[0]!.id });
    await team();
    await vi.waitFor(() => expect(heard(second, 'ledger')).toHaveLength(4));
    const seqs = heard(second, 'ledger').map((one) => one.data['seq'] as number);
    expect(seqs).toEqual(Array.from({ length: 4 }, (_, i) => Number(heard(first, 'ledger')[0]!.id) + 1 + i));
  });

  test('a viewer of one team hears of that team, not of others, of keys or of other people', async () => {
    const [mine, other] = [await team(), await team()];
    const listener = await listen((await viewerOf(mine.id)).as);
    const watcher = await listen(await admin());
    await viewerOf(other.id);
    await edge.key({ teamId: mine.id });
    const as = await admin();
    for (const { id } of [other, mine])
      await edge.call(as, 'POST', `/api/v1/teams/${id}/rename`, { name: newId('tea') });
    await vi.waitFor(() => expect(heard(listener, 'ledger')).not.toHaveLength(0));
    expect(heard(listener, 'ledger').map((one) => one.data)).toMatchObject([
      { type: 'team.renamed', resource: mine.id },
    ]);
    expect(heard(watcher, 'ledger').length).toBeGreaterThan(5);
  });

  test('an operator of a team hears of its keys made and revoked, not of those of others', async () => {
    const [mine, other] = [await team(), await team()];
    const { person } = await createPerson(edge.system, { name: 'O', email: `${newId('per')}@example.com` });
    const place = { teamId: mine.id, agentId: null, environment: null };
    await createGrant(edge.system, { personId: person.id, role: 'operator', ...place });
    const listener = await listen(await edge.signIn(person.id));
    const ids: string[] = [];
    for (const { id: teamId } of [other, mine]) {
      const id = `key_${(await edge.key({ teamId })).split('_')[1]}`;
      await revokeKey(edge.system, { id, reason: 'rotated' });
      ids.push(id);
    }
    await vi.waitFor(() => expect(heard(listener, 'ledger').at(-1)?.data).toMatchObject({ type: 'key.revoked' }));
    expect(heard(listener, 'ledger').map(({ data }) => [data['type'], data['resource']])).toEqual([
      ['key.created', ids[1]],
      ['key.revoked', ids[1]],
    ]);
  });

  test('ends at once for a disabled person and a revoked key', async () => {
    const person = await viewerOf(edge.first.teamId);
    const key = await edge.key();
    const [one, two] = [await listen(person.as), await listen(key)];
    await disablePerson(edge.system, { id: person.id, reason: 'left' });
    await vi.waitFor(() => expect(one.ended).toBe(true));
    expect(two.ended).toBe(false);
    await revokeKey(edge.system, { id: `key_${key.split('_')[1]}`, reason: 'leaked' });
    await vi.waitFor(() => expect(two.ended).toBe(true));
  });

  test('of more than fifty streams of one key the oldest ends; others are left alone', async () => {
    const [greedy, other] = [await edge.key({ scopes: ['read'] }), await listen(await edge.key({ scopes: ['read'] }))];
    const streams: Listener[] = [];
    for (let n = 0; n < 52; n++) streams.push(await listen(greedy));
    await vi.waitFor(() => expect(streams.filter(({ ended }) => ended)).toEqual(streams.slice(0, 2)));
    expect(other.ended).toBe(false);
  });

  test('ticks at most once a second however often facts advance', async () => {
    const listener = await listen(await admin());
    const timer = setInterval(edge.advance, 20);
    await new Promise((done) => setTimeout(done, 2_300));
    clearInterval(timer);
    expect(heard(listener, 'advanced').length).toBeGreaterThanOrEqual(1);
    expect(heard(listener, 'advanced').length).toBeLessThanOrEqual(3);
  });

  test('says when the warehouse goes and comes', async () => {
    const listener = await listen(await admin());
    edge.warehouse.set({ state: 'down' });
    await vi.waitFor(() =>
      expect(heard(listener, 'health').at(-1)?.data).toMatchObject({
        status: 'degraded',
        warehouse: { status: 'down' },
      }),
    );
    edge.warehouse.set({ state: 'up', restarts: 1 });
    await vi.waitFor(() =>
      expect(heard(listener, 'health').at(-1)?.data).toMatchObject({ status: 'ok', warehouse: { restarts: 1 } }),
    );
  });
});

test('who does not read is dropped after 256 KiB, not buffered for', async () => {
  const who = { actor: edge.system.actor, workspaceId: edge.first.workspaceId };
  const client = liveClient({ db: edge.state.db, who, again: async () => who, after: 0 });
  let sent = 0;
  let dropped = false;
  void client.ended.then(() => (dropped = true));
  for (; sent < 1000 && !dropped; sent++) {
    client.send('advanced', { at: 'x'.repeat(1024) });
    await Promise.resolve();
  }
  expect(dropped).toBe(true);
  expect(sent).toBeLessThan(300);
});
