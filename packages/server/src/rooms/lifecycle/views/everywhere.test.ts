import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AllReleases, ServedList } from '../contract-everywhere.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { listAllReleases } from './list-all-releases.ts';
import { listServed } from './list-served.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => {
  world = await openDeploymentWorld();
  await world.deploy('rel_1');
  await world.deploy('rel_2', 10);
  await world.deploy('rel_3', 100, 'staging');
  const theirs = { agent: 'agent-2', environment: 'production' };
  await deployRelease(world.ctx(), theirs, { releaseId: 'rel_9', percent: 100, reason: 'because' });
}, 60_000);
afterAll(() => world.close());

const viewer = (more: Parameters<typeof world.person>[2] = {}) => world.person('per_9', 'viewer', more);
const served = async (ctx = viewer(), query = {}): Promise<string[]> => {
  const list = await listServed(ctx, query);
  expect(ServedList.strict().parse(list).truncated).toBe(false);
  return list.items.map((one) => `${one.agent.slug} ${one.environment} ${one.release.version}`);
};
const mine = ['agent-1 production 1.1.0', 'agent-1 staging 1.3.0'];

test('what all environments serve of all agents, by agent and environment', async () => {
  expect((await served()).toSorted()).toEqual([...mine, 'agent-2 production 1.9.0']);
  const [first] = (await listServed(viewer(), { teamId: 'tea_1' })).items;
  expect(first).toMatchObject({ candidate: { version: '1.2.0', percent: 10 }, agent: { teamId: 'tea_1' } });
  expect(first).not.toHaveProperty('past');
});

test('of one team, of one environment', async () => {
  expect(await served(viewer(), { teamId: 'tea_1' })).toEqual(mine);
  expect(await served(viewer(), { environment: 'staging' })).toEqual(mine.slice(1));
  expect(await served(viewer(), { teamId: 'tea_9' })).toEqual([]);
});

test('who sees one team or one environment is told of no other', async () => {
  expect(await served(viewer({ teamId: 'tea_1' }))).toEqual(mine);
  expect(await served(viewer({ teamId: 'tea_1', environment: 'staging' }))).toEqual(mine.slice(1));
  await expect(listServed(world.ctx({ ...viewer().actor, grants: [] } as never), {})).rejects.toMatchObject({
    code: 'access.denied',
  });
});

test('an agent that left the lists serves nothing there', async () => {
  await sql`update agents set put_away = 'removed' where id = 'agt_2'`.execute(world.state.db);
  expect(await served()).toEqual(mine);
  expect((await all(50)).ids).not.toContain('rel_9');
  await sql`update agents set put_away = null where id = 'agt_2'`.execute(world.state.db);
});

const all = async (limit: number, before: Parameters<typeof listAllReleases>[1]['before'] = null, ctx = viewer()) => {
  const { items, next } = await listAllReleases(ctx, { limit, teamId: undefined, before });
  expect(AllReleases.strict().safeParse({ items, nextCursor: null }).error).toBeUndefined();
  return { ids: items.map((one) => one.id), next };
};

test('releases of all agents come newest first, each once over all pages', async () => {
  expect((await all(50)).ids).toEqual(['rel_9', 'rel_5', 'rel_4', 'rel_3', 'rel_2', 'rel_1']);
  const seen: string[] = [];
  for (let page = await all(4); ; page = await all(4, page.next)) {
    seen.push(...page.ids);
    if (page.next === null) break;
  }
  expect(seen).toEqual(['rel_9', 'rel_5', 'rel_4', 'rel_3', 'rel_2', 'rel_1']);
});

test('releases of other teams are nobody’s business', async () => {
  expect((await all(50, null, viewer({ teamId: 'tea_2' }))).ids).toEqual(['rel_9']);
  const { items } = await listAllReleases(viewer(), { limit: 50, teamId: 'tea_2', before: null });
  expect(items.map((one) => [one.id, one.agent.slug])).toEqual([['rel_9', 'agent-2']]);
});
