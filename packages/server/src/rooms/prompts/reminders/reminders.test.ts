import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReviewRule } from '../contract.ts';
import type { ReleaseUse, UsesOf } from '../uses.ts';
import { decideReview } from '../verbs/decide-review.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { moveLabel } from '../verbs/move-label.ts';
import { requestReview } from '../verbs/request-review.ts';
import { seeNotice } from '../verbs/see-notice.ts';
import { setReviewRule } from '../verbs/set-review-rule.ts';
import { listNotices } from '../views/list-notices.ts';
import { listReviewRules } from '../views/list-review-rules.ts';
import { waitingReviews } from '../views/waiting-reviews.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { remindAll } from './jobs.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

/** Agents by owner, each served in production unless said otherwise. */
const used =
  (...owners: (string | null)[]): UsesOf =>
  async () =>
    owners.map((ownerId, n): ReleaseUse => ({
      ...{ releaseId: 'r', version: '1.0.0', digest: 'd', createdAt: '', number: 1 },
      servedIn: ownerId === 'per_Unserved' ? [] : ['production'],
      agent: { id: `a${n}`, key: `a${n}`, name: `Agent ${n}`, teamId: 'tea_1', ownerId },
    }));
const run = (usesOf: UsesOf = used()) => remindAll({ state: world.state, clock: world.clock, usesOf });
const rule = (folder: string, more: Partial<ReviewRule>): Promise<void> =>
  setReviewRule(world.ctx(), {
    ...{ teamId: 'tea_1', folder, reviewerIds: [], needed: 1, labels: ['production'] },
    ...more,
  });
async function promptIn(folder: string, name: string): Promise<string> {
  const { id } = await createPrompt(world.ada, { name, teamId: 'tea_1', kind: 'text', folder, tags: [] });
  await world.save(id, 'one');
  return id;
}
const day = 86_400_000;

describe('reviews that are due', () => {
  test('are marked once, with an event, and shown as due to who was asked', async () => {
    await rule('due', { remindDays: 3 });
    const id = await promptIn('due', 'r due');
    await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben', 'per_Cy'] });
    await decideReview(world.person('Cy'), { id, number: 1, verdict: 'approved', comment: '' });
    await run();
    const [early] = await waitingReviews(world.ben);
    expect(early).toMatchObject({ promptId: id, isDue: false });
    expect(Date.parse(early!.dueAt!) - Date.parse(early!.requestedAt)).toBe(3 * day);
    world.clock.advance(3 * day);
    await run();
    await run();
    const due = (await world.events(id)).filter((one) => one.type === 'prompt.review_due');
    expect(due.map((one) => [one.actor, one.payload])).toEqual([
      ['prompts.reminders', { teamId: 'tea_1', number: 1, reviewerIds: ['per_Ben'] }],
    ]);
    expect(await waitingReviews(world.ben)).toMatchObject([{ isDue: true }]);
    expect(await waitingReviews(world.person('Cy'))).toEqual([]);
  });

  test('without a time in the rule never are; a newer version ends them', async () => {
    const free = await promptIn('', 'r free');
    await rule('short', { remindDays: 1 });
    const voided = await promptIn('short', 'r voided');
    for (const id of [free, voided]) await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Cy'] });
    await world.save(voided, 'two');
    world.clock.advance(90 * day);
    await run();
    for (const id of [free, voided])
      expect((await world.events(id)).map((one) => one.type)).not.toContain('prompt.review_due');
    expect(await waitingReviews(world.person('Cy'))).toMatchObject([{ name: 'r free', dueAt: null, isDue: false }]);
  });
});

describe('owners of agents that use a prompt', () => {
  const notices = (name: string) => listNotices(world.person(name, 'business_owner'));

  test('are told of versions and label moves where the rule says so, and not of their own', async () => {
    await rule('told', { owners: 'told' });
    await run();
    const id = await promptIn('told', 'o told');
    await promptIn('untold', 'o untold');
    await moveLabel(world.ben, null, { id, label: 'staging', number: 1, reason: 'r' });
    const usesOf = used('per_Ada', 'per_Ben', 'per_Ben', null, 'per_Unserved');
    await run(usesOf);
    await run(usesOf);
    expect(await notices('Ben')).toMatchObject([
      {
        promptId: id,
        kind: 'version',
        number: 1,
        label: null,
        by: 'per_Ada',
        byName: 'Ada',
        agents: ['Agent 1', 'Agent 2'],
      },
    ]);
    expect(await notices('Ada')).toMatchObject([{ kind: 'label', label: 'staging', number: 1, byName: 'Ben' }]);
    expect(await notices('Unserved')).toEqual([]);
  });

  test('put away what they have seen, and nobody else’s', async () => {
    const [own] = await notices('Ben');
    await expect(seeNotice(world.person('Cy'), { id: own!.id })).rejects.toMatchObject({ code: 'prompts.not_found' });
    await seeNotice(world.ben, { id: own!.id });
    expect(await notices('Ben')).toEqual([]);
    const key = world.ctx({ kind: 'key', id: 'k', teamId: 'tea_1', agent: null, environment: null, scopes: ['read'] });
    await expect(listNotices(key)).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('are asked to review where the rule says so, but for the author', async () => {
    await rule('asked', { owners: 'asked', reviewerIds: ['per_Cy'] });
    const id = await promptIn('asked', 'o asked');
    const usesOf = used('per_Ada', 'per_Ben');
    const asked = await requestReview(world.ada, { id, number: 1, reviewerIds: [] }, usesOf);
    expect(asked.reviewerIds.toSorted()).toEqual(['per_Ben', 'per_Cy']);
    await decideReview(world.ben, { id, number: 1, verdict: 'approved', comment: '' });
    const told = await promptIn('told', 'o only told');
    const nobody = requestReview(world.ada, { id: told, number: 1, reviewerIds: [] }, usesOf);
    await expect(nobody).rejects.toMatchObject({ code: 'prompts.no_reviewers' });
  });
});

test('a rule says what it says of owners and reminders; one that says nothing of them asks nobody', async () => {
  await rule('said', { owners: 'asked', remindDays: 2 });
  await rule('unsaid', {});
  const rules = new Map((await listReviewRules(world.ada)).map((one) => [one.folder, one]));
  expect(rules.get('said')).toMatchObject({ owners: 'asked', remindDays: 2 });
  expect(rules.get('unsaid')).toMatchObject({ owners: 'none', remindDays: null });
});
