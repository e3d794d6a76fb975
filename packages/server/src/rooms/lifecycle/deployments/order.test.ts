import { afterAll, beforeAll, expect, test } from 'vitest';
import { promoteRelease } from '../verbs/promote-release.ts';
import { setEnvironmentOrder } from '../verbs/set-environment-order.ts';
import { setEnvironmentRule } from '../verbs/set-environment-rule.ts';
import { getEnvironmentOrder } from '../views/get-environment-order.ts';
import { openDeploymentWorld } from './world.fixture.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => void (world = await openDeploymentWorld()));
afterAll(() => world.close());

const reason = 'because';
const order = async (): Promise<string[]> => (await getEnvironmentOrder(world.ctx())).environments;
const set = (environments: string[], ctx = world.ctx()) => setEnvironmentOrder(ctx, { environments });
const promote = (environment: string, from?: string) =>
  promoteRelease(world.ctx(), world.at(environment), { reason, ...(from !== undefined && { from }) });

test('until somebody says it, names say it: of what serves something and of what has a rule', async () => {
  expect(await getEnvironmentOrder(world.ctx())).toEqual({ environments: ['production'], isSet: false });
  await world.deploy('rel_1', 100, 'staging');
  await world.deploy('rel_1', 100, 'eu-west');
  await setEnvironmentRule(world.ctx(), 'qa', { people: 0, role: null, notAuthor: true });
  expect(await order()).toEqual(['qa', 'staging', 'production']);
});

test('a release goes on to the next without saying from where, and the ledger says from where', async () => {
  expect(await promote('production')).toMatchObject({ environment: 'production', release: { id: 'rel_1' } });
  expect((await world.events()).at(-1)).toMatchObject({
    ...{ type: 'deployment.promoted', payload: { environment: 'production', from: 'staging' } },
  });
});

test('the one before serves nothing: it is said, and nothing is taken from further back', async () => {
  await expect(promote('staging')).rejects.toMatchObject({ code: 'lifecycle.nothing_served' });
});

test.each(['qa', 'eu-west'])('nothing stands before %s: one says from where', async (environment) => {
  await expect(promote(environment)).rejects.toMatchObject({
    ...{ code: 'lifecycle.nothing_before', message: expect.stringContaining(environment) as string },
  });
});

test('what somebody said holds, and names say it again once it is taken away', async () => {
  const before = (await world.events()).length;
  expect(await set(['staging', 'eu-west', 'production'])).toEqual({
    ...{ environments: ['staging', 'eu-west', 'production'], isSet: true },
  });
  await set(['staging', 'eu-west', 'production']);
  await world.deploy('rel_2', 100, 'staging');
  expect(await promote('eu-west')).toMatchObject({ release: { id: 'rel_2' } });
  expect(await set([])).toEqual({ environments: ['qa', 'staging', 'production'], isSet: false });
  const said = (await world.events()).slice(before).filter((one) => one.type === 'environment_order.set');
  expect(said.map((one) => one.payload)).toEqual([
    { before: [], after: ['staging', 'eu-west', 'production'] },
    { before: ['staging', 'eu-west', 'production'], after: [] },
  ]);
});

test('who may say who signs off may say it, in the whole workspace alone; who sees agents sees it', async () => {
  const denied = { code: 'access.denied' };
  await expect(set(['a'], world.person('per_1', 'release_manager'))).rejects.toMatchObject(denied);
  await expect(set(['a'], world.person('per_1', 'compliance', { teamId: 'tea_1' }))).rejects.toMatchObject(denied);
  await expect(set(['a'], world.person('per_1', 'compliance', { environment: 'a' }))).rejects.toMatchObject(denied);
  expect(await set(['a', 'b'], world.person('per_1', 'compliance'))).toMatchObject({ isSet: true });
  const viewer = world.person('per_2', 'viewer', { teamId: 'tea_2' });
  expect(await getEnvironmentOrder(viewer)).toEqual({ environments: ['a', 'b'], isSet: true });
  await expect(
    getEnvironmentOrder(
      world.ctx({ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['ingest'] }),
    ),
  ).rejects.toMatchObject(denied);
});
