import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { changePrompt } from '../../prompts/verbs/change-prompt.ts';
import { moveLabel } from '../../prompts/verbs/move-label.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { contentOf } from '../../prompts/world.fixture.ts';
import { AgentFile } from '../contract-apply.ts';
import { labelFollowers } from '../labels/followers.ts';
import { codeOf, openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { lifecycleDb } from '../tables.ts';
import { applyAgent } from './apply-agent.ts';
import { beginFreeze } from './begin-freeze.ts';
import { deployRelease } from './deploy-release.ts';
import { liftFreeze } from './lift-freeze.ts';
import { moveFollowedLabel } from './move-followed-label.ts';
import { rollBack } from './roll-back.ts';
import { removeReviewRule } from '../../prompts/verbs/remove-review-rule.ts';
import { setReviewRule } from '../../prompts/verbs/set-review-rule.ts';
import { setEnvironmentRule } from './set-environment-rule.ts';
import { signOffRelease } from './sign-off-release.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

let prompt: string;
let count = 0;
const reason = 'because';
beforeEach(async () => {
  prompt = `greeting ${++count}`;
  const { id } = await createPrompt(world.ctx(), { name: prompt, teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  for (const body of ['Hello', 'Good day', 'Hi'])
    await saveVersion(world.ctx(), { id, content: contentOf(body), message: '' });
  await moveLabel(world.ctx(), labelFollowers, { id, label: 'production', number: 1, reason });
});

/** Applies a file whose prompt follows the label, and deploys what comes of it. */
async function follower(name: string, more: { team?: string; environment?: string; version?: string | number } = {}) {
  const { team = 'tea_1', environment = 'production', version = 'production' } = more;
  const file = AgentFile.parse({
    ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: `${name} ${count}`, team } },
    release: { why: 'x', manifest: { prompts: [{ slot: 'system', prompt, version }] } },
  });
  const apply = () => applyAgent(world.ctx(), testSeal, { file, isPreview: false });
  const { agentId, release } = await apply();
  const at = { agent: agentId!, environment };
  const deploy = (releaseId: string, percent = 100) => deployRelease(world.ctx(), at, { releaseId, percent, reason });
  await deploy(release!.id!);
  return { agentId: agentId!, first: release!.id!, apply, deploy, at };
}
const move = (number: number, more: { isPreview?: boolean; by?: Parameters<typeof moveFollowedLabel>[0] } = {}) =>
  moveFollowedLabel(more.by ?? world.ctx(), testSeal, {
    ...{ prompt, label: 'production', number, reason, isPreview: more.isPreview ?? false },
  });
const served = async (agentId: string, environment = 'production') => {
  const rows = lifecycleDb(world.state.db).selectFrom('deployments').selectAll().where('agent_id', '=', agentId);
  return (await rows.where('environment', '=', environment).executeTakeFirstOrThrow()).release_id;
};
const standsAt = async () => {
  const preview = await move(3, { isPreview: true });
  return preview.before;
};

describe('a label that a deployed agent follows', () => {
  test('is moved with a release that differs in that slot, deployed, each with its event; then it follows on', async () => {
    const { agentId, first, apply } = await follower('mover');
    const done = await move(2);
    expect(done).toMatchObject({ state: 'moved', before: 1, after: 2, held: null, isPreview: false });
    const [told] = done.agents;
    expect(told).toMatchObject({
      ...{ agentId, environment: 'production', held: null },
      release: { version: '1.1.0' },
      changes: [{ slot: 'prompts', sentence: 'Prompt `system`: version 1 → 2' }],
    });
    expect(await served(agentId)).toBe(told!.release!.id);
    expect((await world.events(agentId)).at(-1)).toMatchObject({
      ...{ type: 'deployment.made', payload: { before: first, after: told!.release!.id } },
    });
    expect((await world.events(told!.release!.id!)).map((one) => one.type)).toEqual(['release.created']);
    expect((await world.events(done.prompt.id)).at(-1)!.type).toBe('prompt.label_moved');
    // The file says the label: applied again, nothing is new.
    expect((await apply()).isChange).toBe(false);
    expect(await move(2)).toMatchObject({ state: 'unchanged', agents: [] });
  });

  test('going back serves the release that was made of that version', async () => {
    const { agentId, first } = await follower('returner');
    await move(2);
    await move(1);
    expect(await served(agentId)).toBe(first);
  });

  test('of a prompt with another name by now too, in each environment', async () => {
    const { agentId, first, at } = await follower('renamed');
    await deployRelease(world.ctx(), { ...at, environment: 'staging' }, { releaseId: first, percent: 100, reason });
    const id = (await move(2, { isPreview: true })).prompt.id;
    await changePrompt(world.ctx(), { id, name: `${prompt} anew` });
    const { agents } = await moveFollowedLabel(world.ctx(), testSeal, {
      ...{ prompt: id, label: 'production', number: 2, reason, isPreview: false },
    });
    expect(agents.map((one) => one.environment)).toEqual(['production', 'staging']);
    expect(await served(agentId)).toBe(await served(agentId, 'staging'));
    expect(await served(agentId)).not.toBe(first);
  });

  test('of an agent that stands in no list any more, since it is served still', async () => {
    const { agentId, first } = await follower('merged');
    await world.state.db.updateTable('agents').set({ put_away: 'merged' }).where('id', '=', agentId).execute();
    expect((await move(2)).state).toBe('moved');
    expect(await served(agentId)).not.toBe(first);
  });

  test('is not moved by the prompts room; one that nobody follows is moved by either', async () => {
    const { agentId } = await follower('guarded');
    await follower('pinned', { version: 1 });
    const by = (label: string) => moveLabel(world.ctx(), labelFollowers, { id: prompt, label, number: 2, reason });
    await expect(by('production')).rejects.toMatchObject({
      ...{ code: 'prompts.label_followed', params: { agent: agentId } },
    });
    await by('staging');
    const input = { prompt, label: 'canary', number: 2, reason, isPreview: false };
    expect(await moveFollowedLabel(world.ctx(), testSeal, input)).toMatchObject({ state: 'moved', agents: [] });
  });
});

test('a preview tells all of it and keeps nothing', async () => {
  const { agentId, first } = await follower('previewed');
  const { seq } = (await world.state.db.selectFrom('ledger_heads').select('seq').executeTakeFirstOrThrow())!;
  const told = await move(2, { isPreview: true });
  expect(told).toMatchObject({ isPreview: true, state: 'moved' });
  expect(told.agents).toMatchObject([{ agentId, release: { id: null, version: '1.1.0' }, held: null }]);
  expect((await world.state.db.selectFrom('ledger_heads').select('seq').executeTakeFirstOrThrow())!.seq).toBe(seq);
  const releases = lifecycleDb(world.state.db).selectFrom('releases').select('id').where('agent_id', '=', agentId);
  expect(await releases.execute()).toEqual([{ id: first }]);
  expect(await standsAt()).toBe(1);
});

describe('what holds one holds all', () => {
  test('a freeze: nothing moves, the releases are there; lifted, the same call goes through', async () => {
    const [free, frozen] = [await follower('free', { environment: 'qa' }), await follower('frozen')];
    const window = { from: new Date(world.clock.now()).toISOString(), until: '2099-01-01T00:00:00Z', timeZone: 'UTC' };
    const { id } = await beginFreeze(world.ctx(), { ...window, agentId: frozen.agentId, reason: 'Sale.' });
    const held = await move(2);
    expect(held.state).toBe('held');
    expect(held.agents.map((one) => one.held?.code ?? null).toSorted()).toEqual(['lifecycle.frozen', null]);
    expect([await served(free.agentId, 'qa'), await served(frozen.agentId)]).toEqual([free.first, frozen.first]);
    expect(await standsAt()).toBe(1);
    const ids = held.agents.map((one) => one.release!.id);
    expect(ids).not.toContain(null);
    await liftFreeze(world.ctx(), { id });
    const done = await move(2);
    expect(done.state).toBe('moved');
    expect(done.agents.map((one) => one.release!.id)).toEqual(ids);
  });

  test('a sign-off: it is given to the release that waits, then the label moves', async () => {
    const { agentId, at } = await follower('signed', { environment: 'strict' });
    await setEnvironmentRule(world.ctx(), 'strict', { people: 1, role: null, notAuthor: true });
    const held = await move(2);
    expect(held.agents).toMatchObject([{ held: { code: 'lifecycle.sign_off_missing' } }]);
    const releaseId = held.agents[0]!.release!.id!;
    await signOffRelease(world.person('release_manager', null), { ...at, releaseId }, { note: '' });
    expect((await move(2)).state).toBe('moved');
    expect(await served(agentId, 'strict')).toBe(releaseId);
  });

  test('a candidate on trial, until it is taken back', async () => {
    const { agentId, deploy, at } = await follower('tried');
    await move(2);
    const other = await served(agentId);
    await move(1);
    await deploy(other, 10);
    expect((await move(3)).agents).toMatchObject([{ release: null, held: { code: 'lifecycle.candidate_runs' } }]);
    await rollBack(world.ctx(), at, { reason });
    expect((await move(3)).state).toBe('moved');
  });

  test("another team's agent, which one may neither deploy nor see", async () => {
    const mine = await follower('own');
    const theirs = await follower('theirs', { team: 'tea_2' });
    const held = await move(2, { by: world.person('release_manager') });
    expect(held.state).toBe('held');
    const told = new Map(held.agents.map((one) => [one.agentId, one.held?.code ?? null]));
    expect(told).toEqual(
      new Map([
        [mine.agentId, null],
        [null, 'access.denied'],
      ]),
    );
    expect(JSON.stringify(held)).not.toContain(theirs.agentId);
    expect(await served(mine.agentId)).toBe(mine.first);
  });

  test('a review that is missing says so of the move itself', async () => {
    const { agentId, first } = await follower('reviewed');
    const rule = { teamId: 'tea_1', folder: '', reviewerIds: [], needed: 1, labels: ['production'] };
    await setReviewRule(world.ctx(), rule);
    const held = await move(2).finally(() => removeReviewRule(world.ctx(), { teamId: 'tea_1', folder: '' }));
    expect(held).toMatchObject({ state: 'held', held: { code: 'prompts.review_needed' } });
    expect(await served(agentId)).toBe(first);
  });
});

test('who may not label prompts, and what is not there', async () => {
  await follower('closed');
  expect(await codeOf(move(2, { by: world.person('viewer') }))).toBe('access.denied');
  expect(await codeOf(move(2, { by: world.person('prompt_engineer', 'tea_2') }))).toBe('prompts.not_found');
  expect(await codeOf(move(9))).toBe('prompts.not_found');
});

test('a prompt engineer who may not deploy moves nothing either', async () => {
  const { agentId, first } = await follower('undeployed');
  const held = await move(2, { by: world.person('prompt_engineer') });
  expect(held.agents).toMatchObject([{ held: { code: 'access.denied' }, release: null }]);
  expect(await served(agentId)).toBe(first);
});

test('two who move it at once: one after the other, and nobody serves what the label does not say', async () => {
  const { agentId } = await follower('raced');
  const results = await Promise.allSettled([move(2), move(3)]);
  expect(results.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled']);
  const at = await standsAt();
  const release = await lifecycleDb(world.state.db)
    .selectFrom('releases')
    .select('manifest')
    .where('id', '=', await served(agentId))
    .executeTakeFirstOrThrow();
  expect(at).not.toBe(1);
  expect(release.manifest).toContain(`"version":${at}`);
});
