import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HeartbeatAnswer, InstanceList } from '../rooms/lifecycle/contract-instances.ts';
import { CreateRelease, releaseSchema } from '../rooms/lifecycle/contract-releases.ts';
import { createRelease } from '../rooms/lifecycle/verbs/create-release.ts';
import { deployRelease } from '../rooms/lifecycle/verbs/deploy-release.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
let key: string;
let admin: { cookie: string; csrf: string };
let release: { id: string; version: string; digest: string };
const agent = 'booker';

beforeAll(async () => {
  edge = await openTestEdge();
  const { system, first, setting } = edge;
  const names = { key: 'Booker', name: 'Booker', slug: agent };
  const row = { id: 'agt_1', ...names, workspace_id: first.workspaceId, team_id: first.teamId, created_at: new Date() };
  await edge.state.db.insertInto('agents').values(row).execute();
  const wish = CreateRelease.parse({ why: 'First.', manifest: { schema: releaseSchema, notes: 'n' } });
  release = (await createRelease(system, setting.seal, { id: 'agt_1', wish, isPreview: false })).release!;
  await deployRelease(
    system,
    { agent, environment: 'production' },
    { releaseId: release.id, percent: 100, reason: 'r' },
  );
  [key, admin] = [await edge.key({ scopes: ['deliver'] }), await edge.signIn(first.adminId)];
});
afterAll(() => edge.stop());

const beat = (instance: string, changes: object = {}, as: string | null = key) =>
  edge.call(as, 'PUT', `/api/v1/delivery/${agent}/instances/${instance}`, {
    ...{ release: release.digest, seq: 1, sdk: 'test/1', startedAt: '2026-11-22T10:00:00Z', state: 'alive' },
    ...changes,
  });
/** What was told stands in the list within a second or two. */
async function listed(query = ''): Promise<{ items: { instance: string }[]; next: string | null }> {
  const answer = await edge.call(admin, 'GET', `/api/v1/agents/${agent}/instances${query}`);
  expect(answer.status).toBe(200);
  return InstanceList.parse(await answer.json());
}

describe('an instance that tells', () => {
  test('hears its lease, its authority and what is served, and is shown', async () => {
    const answer = await beat('pod-1', { state: 'started' });
    expect(answer.status).toBe(200);
    const { seq, lease, authority, release: served } = (await answer.json()) as HeartbeatAnswer;
    expect({ authority, served }).toEqual({
      ...{ authority: 'full', served: { id: release.id, version: release.version, digest: release.digest } },
    });
    expect(seq).toBeGreaterThan(0);
    expect(new Date(lease.until).getTime()).toBeGreaterThan(Date.now() + (lease.seconds - 5) * 1_000);
    await expect
      .poll(() => listed(), { timeout: 5_000 })
      .toMatchObject({ items: [{ instance: 'pod-1', state: 'alive', current: true }], next: null });
  });

  test('pages are of fixed order, and a cursor is good for its own list alone', async () => {
    for (const instance of ['pod-2', 'pod-3']) await beat(instance);
    await beat('pod-1', { environment: 'staging', release: null });
    await expect.poll(async () => (await listed()).items.length, { timeout: 5_000 }).toBe(4);
    const first = await listed('?limit=3');
    expect(first.items.map(({ instance }) => instance)).toEqual(['pod-1', 'pod-2', 'pod-3']);
    expect(await listed(`?limit=3&cursor=${first.next}`)).toMatchObject({
      ...{ items: [{ instance: 'pod-1', environment: 'staging', current: false }], next: null },
    });
    const other = `/api/v1/agents/${agent}/instances?environment=staging&cursor=${first.next}`;
    expect((await edge.call(admin, 'GET', other)).status).toBe(400);
    expect((await listed('?environment=staging')).items).toHaveLength(1);
  });

  test.each([
    ['without a key', null, {}, 401, 'access.unauthenticated'],
    ['with a key for telemetry', 'ingest', {}, 403, 'access.denied'],
    ['bound to another agent', 'elsewhere', {}, 404, 'lifecycle.not_found'],
    ['with a negative place', 'own', { seq: -1 }, 400, 'request.invalid'],
    ['with half a place', 'own', { seq: 1.5 }, 400, 'request.invalid'],
    ['in no known state', 'own', { state: 'dancing' }, 400, 'request.invalid'],
    ['since no time', 'own', { startedAt: 'yesterday' }, 400, 'request.invalid'],
  ])('is refused %s', async (_how, who, changes, status, code) => {
    const keys: Record<string, () => Promise<string>> = {
      ingest: () => edge.key({ scopes: ['ingest'] }),
      elsewhere: () => edge.key({ scopes: ['deliver'], agent: 'somebody-else' }),
      own: async () => key,
    };
    const answer = await beat('pod-9', changes, who === null ? null : await keys[who]!());
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect((await listed()).items.map(({ instance }) => instance)).not.toContain('pod-9');
  });

  test('is seen by who sees the agent, and no ledger event is written', async () => {
    const before = await edge.state.db.selectFrom('ledger').select('seq').execute();
    await beat('pod-2', { state: 'stopping' });
    const reader = await edge.key({ scopes: ['read'] });
    const find = async () => {
      const answer = await edge.call(reader, 'GET', `/api/v1/agents/${agent}/instances`);
      return (await answer.json()) as { items: object[] };
    };
    await expect.poll(find, { timeout: 5_000 }).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ instance: 'pod-2', state: 'stopped' })]),
    });
    const bound = await edge.key({ scopes: ['read'], agent: 'somebody-else' });
    expect((await edge.call(bound, 'GET', `/api/v1/agents/${agent}/instances`)).status).toBe(404);
    const after = await edge.state.db.selectFrom('ledger').select(['seq', 'type']).orderBy('seq').execute();
    expect(new Set(after.slice(before.length).map(({ type }) => type))).toEqual(new Set(['key.created']));
  });
});
