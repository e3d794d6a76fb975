import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { Change } from '../../monitoring/contract-changes.ts';
import type { ChangeScope } from '../../monitoring/index.ts';
import { promptVersion } from '../../prompts/index.ts';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { moveLabel } from '../../prompts/verbs/move-label.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { contentOf } from '../../prompts/world.fixture.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { createRelease } from '../verbs/create-release.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { lifecycleChanges } from './changes.ts';

const hour = 3_600_000;
let world: RegistryWorld;
let start: number;
let [ours, theirs, greeting, other] = ['', '', '', ''];
const reason = 'because';

beforeAll(async () => {
  world = await openRegistryWorld();
  start = world.clock.now();
  ours = await world.agent('tea_1', 'clerk');
  theirs = await world.agent('tea_2', 'porter');
  greeting = await prompt('greeting');
  other = await prompt('other');
  const model = (name: string) => ({ model: { provider: 'openai', name } });
  const at = (agent: string, environment = 'production') => ({ agent, environment });
  const deploy = (agent: string, releaseId: string, environment?: string, percent = 100) =>
    deployRelease(world.ctx(), at(agent, environment), { releaseId, percent, reason });
  const { digest } = await promptVersion(world.ctx(), greeting, '1');
  const named = { prompts: [{ slot: 'system', prompt: 'greeting', version: 1, digest }] };
  const small = await release(ours, { ...named, ...model('small') });
  const large = await release(ours, { ...named, ...model('large') });
  const same = await release(ours, { ...named, ...model('large'), notes: 'another' });
  await deploy(ours, small);
  await deploy(theirs, await release(theirs, model('small')));
  world.clock.advance(hour);
  await deploy(ours, large, undefined, 10);
  await deploy(ours, same, 'staging');
  world.clock.advance(hour);
  await deploy(ours, large);
  await deploy(ours, same);
  await rollBack(world.ctx(), at(ours), { reason });
  for (const [id, label] of [
    [greeting, 'production'],
    [other, 'staging'],
  ] as const)
    await moveLabel(world.ctx(), null, { id, label, number: 1, reason });
  await moveLabel(world.ctx(), null, { id: greeting, label: 'production', number: 2, reason });
  await moveLabel(world.ctx(), null, { id: other, label: 'staging', number: null, reason });
  const { id } = await beginFreeze(world.ctx(), { ...span(2, 30), timeZone: 'UTC', reason: 'feast' });
  world.clock.advance(hour);
  await liftFreeze(world.ctx(), { id });
});
afterAll(() => world.close());

const span = (from: number, until: number) => ({
  ...{ from: new Date(start + from * hour).toISOString(), until: new Date(start + until * hour).toISOString() },
});
const release = async (id: string, slots: Parameters<typeof wish>[0]) =>
  (await createRelease(world.ctx(), testSeal, { id, wish: wish(slots), isPreview: false })).release!.id;
async function prompt(name: string): Promise<string> {
  const made = await createPrompt(world.ctx(), { name, teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  for (const body of ['Hello', 'Good day'])
    await saveVersion(world.ctx(), { id: made.id, content: contentOf(body), message: '' });
  return made.id;
}
async function found(more: Partial<ChangeScope> = {}, by: Ctx = world.ctx()): Promise<Change[]> {
  const scope = { from: new Date(start), to: new Date(start + 100 * hour), teamId: undefined, environment: undefined };
  const all = await lifecycleChanges(by, { ...scope, agents: null, prompts: [], ...more });
  return all.map((one) => Change.parse(one));
}
const titles = (all: Change[], kind: string): string[] =>
  all.flatMap((one) => (one.kind === kind ? [one.title] : [])).toSorted();
const clerk = () => ({ id: ours, teamId: 'tea_1', key: 'clerk', name: 'clerk' });

test('tells deployments, the models that they changed, freezes and labels', async () => {
  const all = await found();
  expect(titles(all, 'release')).toHaveLength(7);
  expect(titles(all, 'model')).toEqual([
    // Of the candidate and when it was deployed to all; not where only the notes differ, nor of the first.
    'clerk: small of openai becomes large',
    'clerk: small of openai becomes large',
  ]);
  expect(titles(all, 'freeze')).toEqual(['Freeze lifted: feast', 'Frozen: feast']);
  expect(titles(all, 'prompt')).toEqual([
    'greeting: production is put on version 1',
    'greeting: production moves from version 1 to 2',
    'other: staging is put on version 1',
    'staging is taken from other 1',
  ]);
  expect(all.find((one) => one.how === 'roll_back')).toMatchObject({
    ...{ kind: 'release', about: { type: 'release' }, agent: { id: ours, name: 'clerk' }, environment: 'production' },
    ...{ reason, by: 'system', teamId: 'tea_1' },
  });
});

test('of an agent: its own, and the prompts that its releases hold or its runs were sent with', async () => {
  const own = await found({ agents: [clerk()] });
  expect(titles(own, 'release')).toHaveLength(6);
  expect(titles(own, 'prompt').every((title) => title.startsWith('greeting'))).toBe(true);
  expect(titles(await found({ agents: [clerk()], prompts: ['other'] }), 'prompt')).toHaveLength(4);
});

test('of a time: what began before it is told by its end only', async () => {
  const late = await found({ from: new Date(start + 2.5 * hour) });
  expect(late.map((one) => one.title)).toEqual(['Freeze lifted: feast']);
  expect(await found({ to: new Date(start - hour), from: new Date(start - 2 * hour) })).toEqual([]);
});

test('of an environment: no label that is called like another one', async () => {
  const all = await found({ environment: 'production' });
  expect(titles(all, 'prompt').some((title) => title.includes('staging'))).toBe(false);
  expect(titles(all, 'release').some((title) => title.includes('staging'))).toBe(false);
  expect(titles(all, 'prompt')).toHaveLength(2);
});

test('shows what one may see, and refuses nobody', async () => {
  const other = await found({}, world.person('viewer', 'tea_2'));
  expect(titles(other, 'release')).toEqual(['porter 1.0.0 is deployed to production']);
  expect(titles(other, 'prompt')).toEqual([]);
  expect(await found({ agents: [clerk()] }, world.person('viewer', 'tea_2'))).not.toContainEqual(
    expect.objectContaining({ kind: 'release' }),
  );
  expect(titles(await found({}, world.person('business_owner')), 'prompt')).toEqual([]);
  expect(await found({}, world.ctx({ kind: 'guest', id: 'guest' }))).toEqual([]);
});
