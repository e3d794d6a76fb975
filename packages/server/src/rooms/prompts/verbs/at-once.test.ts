import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPrompt } from '../views/get-prompt.ts';
import { getVersion } from '../views/get-version.ts';
import { renderPrompt } from '../views/render-prompt.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { archivePrompt } from './archive-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { createPrompt } from './create-prompt.ts';
import { decideReview } from './decide-review.ts';
import { discardDraft } from './discard-draft.ts';
import { moveLabel } from './move-label.ts';
import { requestReview } from './request-review.ts';
import { restorePrompt } from './restore-prompt.ts';
import { saveDraft } from './save-draft.ts';
import { writeComment } from './write-comment.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const code = (code: string) => expect.objectContaining({ code });
const typesOf = async (id: string): Promise<string[]> => (await world.events(id)).map((one) => one.type);
const count = async (id: string, type: string): Promise<number> =>
  (await typesOf(id)).filter((one) => one === type).length;
const twice = <T>(act: () => Promise<T>): Promise<PromiseSettledResult<T>[]> => Promise.allSettled([act(), act()]);

describe('two at once', () => {
  test('who put a prompt away leave one event; who take it back, too', async () => {
    const id = await world.prompt('away', 'x');
    await twice(() => archivePrompt(world.ada, null, { id, reason: 'old' }));
    await twice(() => restorePrompt(world.ada, { id }));
    expect((await typesOf(id)).slice(2)).toEqual(['prompt.archived', 'prompt.restored']);
  });

  test('who move a label to the same place move it once', async () => {
    const id = await world.prompt('moved', 'one', 'two');
    await twice(() => moveLabel(world.ada, null, { id, label: 'production', number: 2, reason: 'r' }));
    expect(await count(id, 'prompt.label_moved')).toBe(1);
  });

  test('who move a label to two places leave a history without gaps', async () => {
    const id = await world.prompt('moved apart', 'one', 'two', 'three');
    const moves = [1, 2, 3].map((number) =>
      moveLabel(world.ada, null, { id, label: 'production', number, reason: 'r' }),
    );
    await Promise.all(moves);
    const events = (await world.events(id)).filter((one) => one.type === 'prompt.label_moved');
    const steps = events.map((one) => one.payload as { before: number | null; after: number | null });
    expect(steps.map((one) => one.before)).toEqual([null, ...steps.slice(0, -1).map((one) => one.after)]);
    const { labels } = await getPrompt(world.ada, id);
    expect(labels).toMatchObject([{ label: 'production', number: steps.at(-1)!.after }]);
  });

  test('of one person who draft leave one draft, and one who discards it twice is heard once', async () => {
    const id = await world.prompt('drafted', 'x');
    await Promise.all(['a', 'b', 'c'].map((body) => saveDraft(world.ada, { id, base: 1, content: contentOf(body) })));
    expect(await count(id, 'prompt.draft_begun')).toBe(1);
    await twice(() => discardDraft(world.ada, { id }));
    expect(await count(id, 'prompt.draft_discarded')).toBe(1);
  });

  test('drafts of two people stand side by side; one of them discards nothing of the other’s', async () => {
    const id = await world.prompt('drafted by two', 'x');
    for (const by of [world.ada, world.ben]) await saveDraft(by, { id, base: 1, content: contentOf('mine') });
    await discardDraft(world.ben, { id });
    await discardDraft(world.ben, { id });
    expect((await getPrompt(world.ada, id)).draft).toMatchObject({ content: { body: 'mine' } });
    expect((await getPrompt(world.ben, id)).draft).toBeNull();
  });

  test('who ask for a review of the same person ask once', async () => {
    const id = await world.prompt('asked', 'x');
    const asked = await twice(() => requestReview(world.ada, { id, number: 1, reviewerIds: ['per_Ben'] }));
    const answers = asked.map((one) => (one.status === 'fulfilled' ? one.value.reviewerIds : one.reason));
    expect(answers).toContainEqual(['per_Ben']);
    expect(answers).toContainEqual([]);
    expect(await count(id, 'prompt.review_requested')).toBe(1);
  });

  test('verdicts of one person leave one review, the last of them', async () => {
    const id = await world.prompt('judged', 'x');
    const decide = (verdict: 'approved' | 'changes_requested') =>
      decideReview(world.ben, { id, number: 1, verdict, comment: 'c' });
    await Promise.all([decide('approved'), decide('approved'), decide('changes_requested')]);
    const { reviews } = await getVersion(world.ada, { id, at: '1' });
    const events = (await world.events(id)).filter((one) => one.type === 'prompt.reviewed');
    expect(reviews).toMatchObject([{ verdict: (events.at(-1)!.payload as { after: string }).after }]);
    expect(new Set(events.map((one) => JSON.stringify(one.payload))).size).toBe(events.length);
  });

  test('who give two prompts one name: one of them has it', async () => {
    const ids = [await world.prompt('first of two'), await world.prompt('second of two')];
    const renamed = await Promise.allSettled(ids.map((id) => changePrompt(world.ada, { id, name: 'the same' })));
    expect(renamed.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(renamed.find((one) => one.status === 'rejected')?.reason).toEqual(code('prompts.name_taken'));
    const loser = ids[renamed.findIndex((one) => one.status === 'rejected')]!;
    expect((await getPrompt(world.ada, loser)).name).toMatch(/of two$/);
    expect(await count(loser, 'prompt.changed')).toBe(0);
  });
});

describe('names and ids', () => {
  test('a prompt that is called by another’s id does not stand in its way', async () => {
    const id = await world.prompt('the real one', 'real');
    const other = await createPrompt(world.person('Cy', 'prompt_engineer', 'tea_2'), {
      ...{ name: id, teamId: 'tea_2', kind: 'text', folder: '', tags: [] },
    });
    expect(other.id).not.toBe(id);
    for (const by of [world.ada, world.ctx()])
      expect(await getPrompt(by, id)).toMatchObject({ id, name: 'the real one' });
    expect(await getPrompt(world.ctx(), other.id)).toMatchObject({ name: id });
  });

  test('a name goes round: back to the first, it is the same prompt all the while', async () => {
    const id = await world.prompt('round 1', 'x');
    for (const name of ['round 2', 'round 3', 'round 1']) await changePrompt(world.ada, { id, name });
    for (const name of ['round 1', 'round 2', 'round 3'])
      expect(await getPrompt(world.ada, name)).toMatchObject({ id, name: 'round 1' });
    expect(await count(id, 'prompt.changed')).toBe(3);
  });

  test('upper and lower case, and letters made of two, are names of their own', async () => {
    const names = ['Case', 'case', 'caf\u00e9', 'cafe2'];
    const ids = await Promise.all(names.map((name) => world.prompt(name)));
    expect(new Set(ids).size).toBe(names.length);
    for (const [at, name] of names.entries()) expect((await getPrompt(world.ada, name)).id).toBe(ids[at]);
  });
});

describe('rendering', () => {
  test.each([
    ['{% for i in (1..100000) %}{{ who }}{% endfor %}', { who: 'x'.repeat(100) }],
    ['{{ who.name.first }}', { who: 'x' }],
    ['{{ who | date: "%Y" }}{{ "now" | date: "%Y" }}', { who: 'x' }],
  ])('of %s fails in words of this room, and nothing of the server is told', async (body, variables) => {
    const id = await world.prompt(`fails ${body.length}`);
    const saved = await world.save(id, body).catch((error: Error) => error);
    if (saved instanceof Error) return expect(saved).toEqual(code('prompts.invalid'));
    const failed = renderPrompt(world.ada, { id, at: '1', variables }).catch((error: Error) => error);
    expect(await failed).toEqual(code('prompts.render_failed'));
    expect(((await failed) as Error).message).not.toMatch(/node_modules|\/src\/|at .*\.ts/);
  });
});

describe('comments', () => {
  const text = 'Look here.';
  test('of a text are of its lines; of lines that are not there they are refused', async () => {
    const id = await world.prompt('a text with lines', 'one\ntwo\nthree');
    const say = (fromLine: number | null, toLine: number | null) =>
      writeComment(world.ben, { id, number: 1, text, message: null, fromLine, toLine });
    expect(await say(1, 3)).toMatchObject({ fromLine: 1, toLine: 3, authorName: 'Ben' });
    expect(await say(3, null)).toMatchObject({ fromLine: 3, toLine: 3 });
    for (const [from, to] of [
      [4, 4],
      [1, 4],
      [3, 2],
      [null, 2],
    ] as const)
      await expect(say(from, to)).rejects.toThrow(code('request.invalid'));
    expect(await count(id, 'prompt.commented')).toBe(2);
  });

  test('are of versions that are there, and for who may review', async () => {
    const id = await world.prompt('commented little', 'one');
    const wish = { id, text, message: null, fromLine: null, toLine: null };
    await expect(writeComment(world.ben, { ...wish, number: 2 })).rejects.toThrow(code('prompts.not_found'));
    const viewer = world.person('Cy', 'viewer');
    await expect(writeComment(viewer, { ...wish, number: 1 })).rejects.toThrow(code('access.denied'));
    const stranger = world.person('Cy', 'prompt_engineer', 'tea_2');
    await expect(writeComment(stranger, { ...wish, number: 1 })).rejects.toThrow(code('prompts.not_found'));
    expect(await count(id, 'prompt.commented')).toBe(0);
  });
});
