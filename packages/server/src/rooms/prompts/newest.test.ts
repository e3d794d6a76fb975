import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideReview } from './verbs/decide-review.ts';
import { requestReview } from './verbs/request-review.ts';
import { writeComment } from './verbs/write-comment.ts';
import { createPrompt } from './verbs/create-prompt.ts';
import { diffContent } from './views/diff-versions.ts';
import { getVersion } from './views/get-version.ts';
import { listPrompts } from './views/list-prompts.ts';
import { waitingReviews } from './views/waiting-reviews.ts';
import { contentOf, openPromptWorld, type PromptWorld } from './world.fixture.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const stateOf = async (name: string) => {
  const { items } = await listPrompts(world.ada, { filter: { archived: 'false' }, limit: 200, after: null });
  const found = items.find((one) => one.name === name)!;
  return [found.review, found.latestAt];
};

test('the list says of the newest version when it was saved and where its review stands', async () => {
  await createPrompt(world.ada, { name: 'bare', teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  expect(await stateOf('bare')).toEqual(['none', null]);
  const id = await world.prompt('seen', 'one');
  const saved = (await getVersion(world.ada, { id, at: '1' })).createdAt;
  expect(await stateOf('seen')).toEqual(['none', saved]);
  await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben'] });
  expect(await stateOf('seen')).toEqual(['waiting', saved]);
  await decideReview(world.ben, { id, number: 1, verdict: 'changes_requested', comment: 'Shorter.' });
  expect(await stateOf('seen')).toEqual(['changes_requested', saved]);
  await decideReview(world.ben, { id, number: 1, verdict: 'approved', comment: '' });
  expect(await stateOf('seen')).toEqual(['approved', saved]);
  await world.save(id, 'two');
  expect(await stateOf('seen')).toEqual(['none', (await getVersion(world.ada, { id, at: '2' })).createdAt]);
});

test('who reviews, asks and comments is told by name', async () => {
  const id = await world.prompt('named', 'one');
  await requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben'] });
  expect(await waitingReviews(world.ben)).toMatchObject([{ name: 'named', requestedByName: 'Ada' }]);
  const said = await writeComment(world.ben, {
    ...{ id, number: 1, text: 'Hm.', message: null, fromLine: 1, toLine: null },
  });
  expect(said).toMatchObject({ authorName: 'Ben', fromLine: 1, toLine: 1 });
  expect(await getVersion(world.ada, { id, at: '1' })).toMatchObject({
    ...{ reviews: [{ reviewerName: 'Ben' }], comments: [{ authorName: 'Ben' }] },
  });
});

test('what saving would change is a comparison that keeps nothing', async () => {
  const id = await world.prompt('compared', 'Be kind.');
  const diff = await diffContent(world.ada, { id, from: 1, content: contentOf('Be brief.') });
  expect(diff).toMatchObject({ from: 1, to: null, values: [] });
  const [row] = diff.bodies[0]!.rows;
  expect(JSON.stringify(row!.left)).toContain('kind');
  expect(JSON.stringify(row!.right)).toContain('brief');
  const stranger = world.person('Cy', 'prompt_engineer', 'tea_2');
  const ask = diffContent(stranger, { id, from: 1, content: contentOf('x') });
  await expect(ask).rejects.toMatchObject({ code: 'prompts.not_found' });
  await expect(diffContent(world.ada, { id, from: 9, content: contentOf('x') })).rejects.toMatchObject({
    code: 'prompts.not_found',
  });
});
