import { request as httpRequest } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { Arrivals } from './arrivals.ts';

let edge: TestEdge;
let port: number;
let close: () => void;
beforeAll(async () => {
  edge = await openTestEdge();
  const server = createServer((request, response) => void edge.telemetry!.otlp(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
  close = () => server.close();
});
afterAll(async () => {
  close();
  await edge.stop();
});

const send = (path: string, headers: Record<string, string>, body = '{}'): Promise<number> =>
  new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers };
    const out = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers: all, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!));
    });
    out.on('error', reject).end(body);
  });
const arrivals = async (as: Parameters<TestEdge['call']>[0], after = 0) => {
  const answer = await edge.call(as, 'GET', `/api/v1/arrivals?after=${after}`);
  return (await answer.json()) as { items: Record<string, unknown>[]; newest: number };
};

test('a person who connects an agent sees what became of each request, and nothing of its content', async () => {
  const admin = await edge.signIn(edge.first.adminId);
  const key = await edge.key({ scopes: ['ingest'] });
  const { newest } = await arrivals(admin);
  expect(await send('/v1/traces', {})).toBe(401);
  expect(await send('/v1/traces', { 'x-signalbox-key': 'sbx_cut' })).toBe(401);
  expect(await send('/v1/traces', { 'x-signalbox-key': `${key.slice(0, -4)}0000` })).toBe(401);
  expect(await send('/v1/metrics', { 'x-signalbox-key': key })).toBe(200);
  edge.nextAccept.fail = new AppError('ingest.unsupported_type');
  expect(await send('/v1/traces', { 'x-signalbox-key': key }, 'secret words')).toBe(415);
  edge.nextAccept.fail = null;
  expect(await send('/v1/traces', { 'x-signalbox-key': key }, 'secret words')).toBe(200);
  const { items } = await arrivals(admin, newest);
  expect(items.map(({ outcome, signal }) => [outcome, signal])).toEqual([
    ['no_key', null],
    ['wrong_key', null],
    ['wrong_key', null],
    ['not_kept', 'metrics'],
    ['refused', 'traces'],
    ['kept', 'traces'],
  ]);
  expect(items[0]!['detail']).toContain('x-signalbox-key');
  expect(items[5]).toMatchObject({ keyId: key.split('_')[1] === undefined ? null : expect.any(String), bytes: 12 });
  const said = JSON.stringify(items);
  expect(said).not.toContain('secret words');
  expect(said).not.toContain(key.split('_').at(-1)!);
});

test('another workspace and a foreign team see nothing of it', async () => {
  const reader = await edge.key({ scopes: ['read'] });
  const seen = await arrivals(reader);
  // A key that reads sees its own team's requests, and not those without a key.
  expect(new Set(seen.items.map((one) => one['outcome']))).toEqual(new Set(['not_kept', 'refused', 'kept']));
  expect((await edge.call(null, 'GET', '/api/v1/arrivals')).status).toBe(401);
  const blind = await edge.key({ scopes: ['ingest'] });
  expect((await edge.call(blind, 'GET', '/api/v1/arrivals')).status).toBe(403);
});

test('a flood without keys pushes out nobody who has one, and memory is bounded', () => {
  const memory = new Arrivals(() => 0);
  const one = { teamId: null, keyId: null, signal: null, detail: '', bytes: 0 };
  memory.note({ ...one, workspaceId: 'wsp_1', outcome: 'kept' });
  for (let n = 0; n < 1000; n++) memory.note({ ...one, workspaceId: null, outcome: 'no_key' });
  const seen = memory.list('wsp_1', 0);
  expect(seen).toHaveLength(201);
  expect(seen[0]!.outcome).toBe('kept');
  expect(memory.list('wsp_2', 0)).toHaveLength(200);
  expect(memory.list('wsp_1', memory.newest)).toEqual([]);
});
