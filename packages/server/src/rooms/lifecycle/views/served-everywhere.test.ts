import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { codeOf } from '../registry/world.fixture.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { type Place, servedEverywhere } from './served-everywhere.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => {
  world = await openDeploymentWorld();
  for (const environment of ['production', 'qa', 'staging']) await world.deploy('rel_1', 100, environment);
  const other = { agent: 'agent-2', environment: 'production' };
  await deployRelease(world.ctx(), other, { releaseId: 'rel_9', percent: 100, reason: 'because' });
});
afterAll(() => world.close());

type Asked = { limit?: number; after?: Place | null; teamId?: string; environment?: string };
const ask = (more: Asked = {}, by: Ctx = world.ctx()) => servedEverywhere(by, { limit: 100, after: null, ...more });
const places = async (...args: Parameters<typeof ask>) =>
  (await ask(...args)).items.map((one) => `${one.agent.slug} ${one.environment}`);
const all = ['agent-1 production', 'agent-1 qa', 'agent-1 staging', 'agent-2 production'];

test('is of all agents, or of one environment or team', async () => {
  expect(await places()).toEqual(all);
  expect(await places({ environment: 'production' })).toEqual(['agent-1 production', 'agent-2 production']);
  expect(await places({ teamId: 'tea_2' })).toEqual(['agent-2 production']);
  expect((await ask()).items[0]).toMatchObject({
    agent: { id: 'agt_1', name: 'Agent', teamId: 'tea_1' },
    release: { id: 'rel_1', version: '1.1.0' },
  });
});

test('comes in pages, none of which leaves out or repeats a place', async () => {
  for (const limit of [1, 2, 3, 4]) {
    const found: string[] = [];
    for (let after: Place | null = null, more = true; more;) {
      const page: Awaited<ReturnType<typeof ask>> = await ask({ limit, after });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items.map((one) => `${one.agent.slug} ${one.environment}`));
      after = page.next;
      more = after !== null;
    }
    expect(found).toEqual(all);
  }
});

test('is of places that one may see', async () => {
  const viewer = (more: object) => world.person('per_1', 'viewer', more);
  expect(await places({}, viewer({ teamId: 'tea_2' }))).toEqual(['agent-2 production']);
  expect(await places({}, viewer({ teamId: 'tea_1', environment: 'qa' }))).toEqual(['agent-1 qa']);
  expect(await places({ limit: 1 }, viewer({ teamId: 'tea_1', environment: 'staging' }))).toEqual(['agent-1 staging']);
  expect(await codeOf(ask({}, world.ctx({ kind: 'guest', id: 'guest' })))).toBe('access.denied');
  expect((await ask({}, { ...world.ctx(), workspaceId: 'wsp_2' })).items).toEqual([]);
});

test('since when is since the release took the place of another, not since the last change', async () => {
  const of = async () => (await ask({ environment: 'production', teamId: 'tea_1' })).items[0]!;
  const { since } = await of();
  world.clock.advance(60_000);
  await world.deploy('rel_2', 10);
  expect([(await of()).since, (await of()).candidate?.id]).toEqual([since, 'rel_2']);
  await rollBack(world.ctx(), world.at(), { reason: 'bad' });
  expect((await of()).since).toBe(since);
  world.clock.advance(60_000);
  await world.deploy('rel_3');
  expect((await of()).since).toBe(new Date(world.clock.now()).toISOString());
});
