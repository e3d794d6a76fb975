import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReviewRule } from '../contract.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { getVersion } from '../views/get-version.ts';
import { listReviewRules } from '../views/list-review-rules.ts';
import { waitingReviews } from '../views/waiting-reviews.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { changePrompt } from './change-prompt.ts';
import { decideReview } from './decide-review.ts';
import { moveLabel } from './move-label.ts';
import { removeReviewRule } from './remove-review-rule.ts';
import { requestReview } from './request-review.ts';
import { saveVersion } from './save-version.ts';
import { setReviewRule } from './set-review-rule.ts';
import { writeComment } from './write-comment.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const rule = (folder: string, more: Partial<ReviewRule> = {}): ReviewRule => ({
  ...{ teamId: 'tea_1', folder, reviewerIds: [], needed: 1, labels: ['production'] },
  ...more,
});
const manager = () => world.person('Cy', 'release_manager');
const setRule = (one: ReviewRule) => setReviewRule(manager(), one);
/** A prompt of Ada's in a folder. */
async function inFolder(name: string, folder: string, ...bodies: string[]): Promise<string> {
  const id = await world.prompt(name, ...bodies);
  await changePrompt(world.ada, { id, folder });
  return id;
}
const approve = (id: string, number: number, by = world.ben) =>
  decideReview(by, { id, number, verdict: 'approved', comment: '' });
const toProduction = (id: string, number: number) =>
  moveLabel(world.ada, null, { id, label: 'production', number, reason: 'r' });

describe('by rule of the folder', () => {
  test('a label waits for its approvals; others move', async () => {
    await setRule(rule('waits', { needed: 2 }));
    const id = await inFolder('waiting', 'waits/eu', 'one');
    await moveLabel(world.ada, null, { id, label: 'staging', number: 1, reason: 'r' });
    await expect(toProduction(id, 1)).rejects.toMatchObject({ params: { why: '2 more must approve it' } });
    await approve(id, 1);
    await expect(toProduction(id, 1)).rejects.toMatchObject({ code: 'prompts.review_needed' });
    await approve(id, 1, world.person('Cy', 'compliance'));
    await toProduction(id, 1);
  });

  test('a new version voids reviews, and what had the label goes back without asking again', async () => {
    await setRule(rule('voids'));
    const id = await inFolder('voided', 'voids', 'one');
    await approve(id, 1);
    await toProduction(id, 1);
    await world.save(id, 'two');
    const [review] = (await getVersion(world.ada, { id, at: '1' })).reviews;
    expect(review).toMatchObject({ verdict: 'approved', voidedAt: expect.any(String) as string });
    await expect(approve(id, 1)).rejects.toMatchObject({ code: 'prompts.review_void' });
    await expect(toProduction(id, 2)).rejects.toMatchObject({ code: 'prompts.review_needed' });
    await approve(id, 2);
    await toProduction(id, 2);
    await toProduction(id, 1);
    const last = (await world.events(id)).filter((one) => one.type === 'prompt.version_saved').at(-1);
    expect(last!.payload).toMatchObject({ number: 2, reviewsVoided: 1 });
  });

  test('who asks for changes holds it until they approve', async () => {
    await setRule(rule('holds'));
    const id = await inFolder('held', 'holds', 'one');
    await approve(id, 1, world.person('Cy', 'compliance'));
    const changes = { id, number: 1, verdict: 'changes_requested' } as const;
    await expect(decideReview(world.ben, { ...changes, comment: '' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    await decideReview(world.ben, { ...changes, comment: 'Say please.' });
    await expect(toProduction(id, 1)).rejects.toMatchObject({ params: { why: 'a reviewer asks for changes' } });
    await approve(id, 1);
    await toProduction(id, 1);
    const said = (await world.events(id)).filter((one) => one.type === 'prompt.reviewed').map((one) => one.payload);
    expect(said).toMatchObject([
      { before: null, after: 'approved' },
      { before: null, after: 'changes_requested' },
      { before: 'changes_requested', after: 'approved' },
    ]);
  });

  test('only those whom the rule names, or who were asked', async () => {
    await setRule(rule('named', { reviewerIds: ['per_Cy'] }));
    const id = await inFolder('named', 'named', 'one');
    await expect(approve(id, 1)).rejects.toMatchObject({ code: 'prompts.not_reviewer' });
    await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben'] });
    await approve(id, 1);
    // Asked, but not one whom the rule counts.
    await expect(toProduction(id, 1)).rejects.toMatchObject({ code: 'prompts.review_needed' });
  });
});

describe('reviewing', () => {
  test('nobody reviews what they wrote, and programs never do', async () => {
    const id = await world.prompt('own', 'one');
    await expect(approve(id, 1, world.ada)).rejects.toMatchObject({ code: 'prompts.own_version' });
    await expect(approve(id, 1, world.ctx())).rejects.toMatchObject({ code: 'access.denied' });
    await expect(approve(id, 1, world.person('Cy', 'viewer'))).rejects.toMatchObject({ code: 'access.denied' });
    const content = contentOf('two');
    await saveVersion(world.ben, { id, content, message: '' });
    await approve(id, 2, world.ada);
  });

  test('the same verdict again is one', async () => {
    const id = await world.prompt('once', 'one');
    await approve(id, 1);
    await approve(id, 1);
    expect((await getVersion(world.ada, { id, at: '1' })).reviews).toHaveLength(1);
    expect((await world.events(id)).filter((one) => one.type === 'prompt.reviewed')).toHaveLength(1);
  });

  test('the rule’s reviewers and those named are asked, never the author, nobody twice', async () => {
    await setRule(rule('asked', { reviewerIds: ['per_Ada', 'per_Cy'] }));
    const id = await inFolder('asking', 'asked', 'one');
    const ask = (...reviewerIds: string[]) => requestReview(world.ada, { id, number: 1, reviewerIds });
    expect(await ask()).toEqual({ reviewerIds: ['per_Cy'] });
    expect(await ask('per_Ben', 'per_Cy')).toEqual({ reviewerIds: ['per_Ben'] });
    expect(await ask('per_Ben')).toEqual({ reviewerIds: [] });
    await expect(ask('per_Nobody')).rejects.toMatchObject({ code: 'prompts.not_found' });
    await world.save(id, 'two');
    await expect(ask()).rejects.toMatchObject({ code: 'prompts.review_void' });
    const asked = (await world.events(id)).filter((one) => one.type === 'prompt.review_requested');
    expect(asked.map((one) => (one.payload as { reviewerIds: string[] }).reviewerIds)).toEqual([
      ['per_Cy'],
      ['per_Ben'],
    ]);
  });

  test('where nobody would be asked, that is said', async () => {
    const id = await world.prompt('alone', 'one');
    await expect(requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ada'] })).rejects.toMatchObject({
      code: 'prompts.no_reviewers',
    });
  });
});

describe('what waits', () => {
  test('for whom it was asked of, until they answer or a newer version comes', async () => {
    const waits = async (by = world.ben) => (await waitingReviews(by)).map((one) => `${one.name} ${one.number}`);
    const before = await waits();
    for (const name of ['w a', 'w b', 'w c']) {
      const id = await world.prompt(name, 'one');
      await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben'] });
      world.clock.advance(1000);
    }
    expect((await waits()).slice(before.length)).toEqual(['w a 1', 'w b 1', 'w c 1']);
    await approve((await getPrompt(world.ada, 'w a')).id, 1);
    await world.save('w b', 'two');
    expect((await waits()).slice(before.length)).toEqual(['w c 1']);
    expect(await waits(world.person('Cy'))).not.toContain('w c 1');
    expect(await waits(world.person('Ben', 'prompt_engineer', 'tea_2'))).toEqual([]);
  });
});

describe('rules', () => {
  test('are set by release managers, replaced, listed and taken away, each with its event', async () => {
    await expect(setReviewRule(world.ada, rule('x'))).rejects.toMatchObject({ code: 'access.denied' });
    await setRule(rule('listed', { labels: ['b', 'a', 'b'] }));
    await setRule(rule('listed', { labels: ['a', 'b'] }));
    await setRule(rule('listed', { needed: 2 }));
    const mine = (await listReviewRules(world.ada)).filter((one) => one.folder === 'listed');
    expect(mine).toMatchObject([rule('listed', { needed: 2 })]);
    expect(await listReviewRules(world.person('Cy', 'viewer', 'tea_2'))).toEqual([]);
    await removeReviewRule(manager(), { teamId: 'tea_1', folder: 'listed' });
    await expect(removeReviewRule(manager(), { teamId: 'tea_1', folder: 'listed' })).rejects.toMatchObject({
      code: 'prompts.not_found',
    });
    const set = (await world.events('tea_1')).filter((one) => (one.payload as { folder: string }).folder === 'listed');
    expect(set).toHaveLength(3);
    expect(set.at(-1)!.payload).toMatchObject({ before: { needed: 2 }, after: null });
  });

  test('that could never be met, or name strangers, are refused', async () => {
    const strict = rule('strict', { reviewerIds: ['per_Ada'], needed: 2 });
    await expect(setRule(strict)).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(setRule(rule('strict', { reviewerIds: ['per_X'] }))).rejects.toMatchObject({
      code: 'prompts.not_found',
    });
  });
});

describe('comments', () => {
  test('on a version, on lines, on a message', async () => {
    const id = await world.prompt('commented', [
      { role: 'system', content: 'one\ntwo' },
      { role: 'user', content: 'three' },
    ]);
    const say = (message: number | null, fromLine: number | null, toLine: number | null) =>
      writeComment(world.ben, { id, number: 1, text: 'Hm.', message, fromLine, toLine });
    await say(null, null, null);
    expect(await say(0, 2, null)).toMatchObject({ authorId: 'per_Ben', fromLine: 2, toLine: 2 });
    for (const [message, from, to] of [
      [2, null, null],
      [1, 2, 2],
      [0, 2, 1],
      [null, 1, 1],
      [0, null, 1],
    ] as const)
      await expect(say(message, from, to)).rejects.toMatchObject({ code: 'request.invalid' });
    const { comments } = await getVersion(world.ada, { id, at: '1' });
    expect(comments.map((one) => [one.message, one.fromLine])).toEqual([
      [null, null],
      [0, 2],
    ]);
    expect((await world.events(id)).filter((one) => one.type === 'prompt.commented')).toHaveLength(2);
  });
});
