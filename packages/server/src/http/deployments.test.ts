import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deployment, DeploymentList } from '../rooms/lifecycle/contract-deployments.ts';
import { openDeliveryEdge } from './ofrep/delivery-edge.fixture.ts';

/** Deployments as a client meets them; every answer is held against the committed document by the edge's fixture. */
let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
let admin: { cookie: string; csrf: string };
beforeAll(async () => {
  edge = await openDeliveryEdge();
  admin = await edge.signIn(edge.first.adminId);
});
afterAll(() => edge.stop());

const at = '/api/v1/agents/agent-1/deployments';
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  edge.call(admin, 'POST', path, body, headers);
const json = async <T>(answer: Response | Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const list = () => json<DeploymentList>(edge.call(admin, 'GET', at));
const production = async (): Promise<Deployment> =>
  (await list()).items.find((one) => one.environment === 'production')!;
const reason = 'because';

test('what is served is told with names, and how it came to that', async () => {
  const { items, changes, scheduled } = await list();
  expect(items).toMatchObject([
    {
      agentId: 'agt_1',
      environment: 'production',
      release: { id: 'rel_1', version: '1.1.0' },
      candidate: null,
      past: [],
    },
  ]);
  expect(changes).toMatchObject([{ verb: 'deploy', version: 1, releaseId: 'rel_1', previousId: null, by: 'system' }]);
  expect(scheduled).toEqual([]);
  expect((await edge.call(admin, 'GET', '/api/v1/agents/nobody/deployments')).status).toBe(404);
});

describe('a deployment', () => {
  test('asked for twice under one Idempotency-Key happens once', async () => {
    const before = await production();
    const headers = { 'idempotency-key': 'deploy-2' };
    const body = { releaseId: 'rel_2', reason, expectedVersion: before.version };
    const [first, second] = [
      await json<Deployment>(post(`${at}/production/deploy`, body, headers)),
      await post(`${at}/production/deploy`, body, headers),
    ];
    expect(first).toMatchObject({ version: before.version + 1, release: { id: 'rel_2' }, past: [{ id: 'rel_1' }] });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(first);
    expect((await production()).version).toBe(first.version);
    const other = await post(`${at}/production/deploy`, { ...body, releaseId: 'rel_1' }, headers);
    expect([other.status, (await json<{ code: string }>(other)).code]).toEqual([409, 'request.idempotency_conflict']);
  });

  test('of two who saw the same version one is told what happened meanwhile', async () => {
    const { version } = await production();
    const wish = (releaseId: string) =>
      post(`${at}/production/deploy`, { releaseId, reason, expectedVersion: version });
    const answers = await Promise.all([wish('rel_1'), wish('rel_1')]);
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409]);
    const refused = await json<{ code: string; detail: string }>(answers.find((one) => one.status === 409)!);
    expect(refused.code).toBe('lifecycle.deployment_changed');
    expect(refused.detail).toContain(`at version ${version + 1} by now, not ${version}`);
  });

  test('for a share, and its way back', async () => {
    const half = await json<Deployment>(post(`${at}/production/deploy`, { releaseId: 'rel_2', percent: 12.5, reason }));
    expect(half).toMatchObject({ release: { id: 'rel_1' }, candidate: { id: 'rel_2', percent: 12.5 } });
    const back = await json<Deployment>(post(`${at}/production/roll-back`, { reason }));
    expect(back).toMatchObject({ release: { id: 'rel_1' }, candidate: null, version: half.version + 1 });
    expect((await list()).changes.slice(0, 2)).toMatchObject([
      { verb: 'roll_back', candidateId: null, candidatePercent: null, byName: expect.any(String) },
      { verb: 'deploy', candidateId: 'rel_2', candidatePercent: 12.5 },
    ]);
  });

  test.each([
    ['no reason', { releaseId: 'rel_1' }, 400, 'request.invalid'],
    ['no such release', { releaseId: 'rel_9', reason }, 404, 'lifecycle.not_found'],
    ['what is served', { releaseId: 'rel_1', reason }, 409, 'lifecycle.served_already'],
  ])('of %s is refused', async (_, body, status, code) => {
    const answer = await post(`${at}/production/deploy`, body);
    expect([answer.status, (await json<{ code: string }>(answer)).code]).toEqual([status, code]);
  });

  test('a share where nothing is served is refused, and says where to begin', async () => {
    const answer = await post(`${at}/empty/deploy`, { releaseId: 'rel_1', percent: 5, reason });
    expect(answer.status).toBe(409);
    expect(await json(answer)).toMatchObject({
      code: 'lifecycle.nothing_served',
      detail: expect.stringContaining('empty'),
    });
  });
});

test('a freeze is seen, holds, and is lifted', async () => {
  const window = {
    environment: 'production',
    from: '2026-01-01T00:00:00Z',
    until: '2099-01-01T00:00:00Z',
    reason: 'audit',
  };
  const { id } = await json<{ id: string }>(post('/api/v1/freezes', window));
  const frozen = await post(`${at}/production/deploy`, { releaseId: 'rel_2', reason });
  expect([frozen.status, (await json<{ code: string }>(frozen)).code]).toEqual([409, 'lifecycle.frozen']);
  const seen = await json<{ items: { id: string; reason: string }[] }>(edge.call(admin, 'GET', '/api/v1/freezes'));
  expect(seen.items).toMatchObject([{ id, reason: 'audit', overrides: [], liftedAt: null }]);
  expect((await post(`/api/v1/freezes/${id}/lift`, undefined)).status).toBe(200);
  expect(await json(edge.call(admin, 'GET', '/api/v1/freezes'))).toEqual({ items: [] });
  expect((await post('/api/v1/freezes/frz_no/lift', undefined)).status).toBe(404);
});

test('the order of environments is set, told, promoted by, and taken back', async () => {
  const path = '/api/v1/environments/order';
  const order = { environments: ['production', 'after-all'], isSet: true };
  expect(await json(edge.call(admin, 'PUT', path, { environments: order.environments }))).toEqual(order);
  expect(await json(edge.call(admin, 'GET', path))).toEqual(order);
  const next = await json<Deployment>(post(`${at}/after-all/promote`, { reason }));
  expect(next).toMatchObject({ environment: 'after-all', version: 1 });
  const first = await post(`${at}/production/promote`, { reason });
  expect([first.status, (await json<{ code: string }>(first)).code]).toEqual([409, 'lifecycle.nothing_before']);
  expect((await edge.call(admin, 'PUT', path, { environments: ['a', 'a'] })).status).toBe(400);
  expect(await json(edge.call(admin, 'PUT', path, { environments: [] }))).toMatchObject({ isSet: false });
});

test('a rule, who signed off, and what is still missing', async () => {
  const rule = { people: 1, role: null, notAuthor: false };
  expect(await json(edge.call(admin, 'PUT', '/api/v1/environments/audited/rule', rule))).toEqual(rule);
  const signOffs = `${at}/audited/releases/rel_1/sign-offs`;
  expect(await json(edge.call(admin, 'GET', signOffs))).toEqual({ rule, missing: 1, items: [] });
  expect((await post(`${at}/audited/deploy`, { releaseId: 'rel_1', reason })).status).toBe(409);
  expect(await json(post(signOffs, { note: 'fine' }))).toMatchObject({
    ...{ missing: 0, items: [{ personId: edge.first.adminId, note: 'fine' }] },
  });
  expect((await post(`${at}/audited/deploy`, { releaseId: 'rel_1', reason })).status).toBe(200);
  expect((await post(`${at}/audited/releases/rel_9/sign-offs`, {})).status).toBe(404);
});

test('a planned deployment is listed, and cancelled once', async () => {
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = await json<{ id: string }>(post(`${at}/production/schedule`, { releaseId: 'rel_2', reason, dueAt }));
  expect((await list()).scheduled).toMatchObject([
    { id: made.id, state: 'waiting', percent: 100, dueAt, refusal: null },
  ]);
  const cancel = () => post(`/api/v1/scheduled-deployments/${made.id}/cancel`, undefined);
  expect(await json(cancel())).toMatchObject({ state: 'cancelled' });
  expect((await cancel()).status).toBe(409);
  expect((await post('/api/v1/scheduled-deployments/sch_no/cancel', undefined)).status).toBe(404);
});

test('promoting takes what another environment serves', async () => {
  const body = { from: 'production', reason, expectedVersion: 0 };
  expect(await json(post(`${at}/qa/promote`, body))).toMatchObject({ environment: 'qa', release: { id: 'rel_1' } });
  expect((await post(`${at}/qa/promote`, body)).status).toBe(409);
  expect((await post(`${at}/qa/promote`, { from: 'nowhere', reason })).status).toBe(409);
});
