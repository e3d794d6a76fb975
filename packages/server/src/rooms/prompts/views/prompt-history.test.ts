import { afterAll, beforeAll, expect, test } from 'vitest';
import { change } from '../../../spine/ledger/change.ts';
import { changePrompt } from '../verbs/change-prompt.ts';
import { moveLabel } from '../verbs/move-label.ts';
import { setReviewRule } from '../verbs/set-review-rule.ts';
import { writeComment } from '../verbs/write-comment.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { promptHistory } from './prompt-history.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const typesOf = async (id: string): Promise<string[]> =>
  (await promptHistory(world.ada, { id, limit: 200, before: null })).items.map((one) => one.type);

test('all that was done to it, newest first, with who and why; nothing of others', async () => {
  const id = await world.prompt('history/one', 'a', 'b');
  await world.prompt('history/other', 'a');
  await moveLabel(world.ada, null, { id, label: 'staging', number: 1, reason: 'It was tried' });
  await writeComment(world.ben, { id, number: 2, text: 'Why b?', message: null, fromLine: null, toLine: null });
  const { items, next } = await promptHistory(world.ada, { id, limit: 200, before: null });
  expect(next).toBeNull();
  expect(items.map((one) => [one.type, one.actorName, one.why])).toEqual([
    ['prompt.commented', 'Ben', 'Why b?'],
    ['prompt.label_moved', 'Ada', 'It was tried'],
    ['prompt.version_saved', 'Ada', null],
    ['prompt.version_saved', 'Ada', null],
    ['prompt.created', 'Ada', null],
  ]);
});

test('rules and syncs of its folder and those above are its own; of a folder beside it, or another team, not', async () => {
  const id = await world.prompt('history/placed', 'a');
  await changePrompt(world.ada, { id, folder: 'support/eu' });
  const manager = world.person('Ben', 'admin', null);
  const rule = { teamId: 'tea_1', reviewerIds: [], needed: 1, labels: ['production'] };
  for (const folder of ['support', 'support/us', 'supp']) await setReviewRule(manager, { ...rule, folder });
  await setReviewRule(manager, { ...rule, teamId: 'tea_2', folder: 'support' });
  await change(manager, async ({ append }) => {
    const sync = (folder: string, resource: string) =>
      ({
        type: 'prompt_sync.set',
        v: 1,
        resource,
        payload: { teamId: 'tea_1', folder, before: null, after: null },
      }) as const;
    append(sync('', 'psy_1'));
    append(sync('billing', 'psy_2'));
    const resolved = { teamId: 'tea_1', path: 'x.md', take: 'git', reason: 'Theirs is newer' } as const;
    append({ type: 'prompt_sync.resolved', v: 1, resource: 'psy_1', payload: { ...resolved, promptId: id } });
    append({ type: 'prompt_sync.resolved', v: 1, resource: 'psy_1', payload: { ...resolved, promptId: 'prm_x' } });
  });
  expect(await typesOf(id)).toEqual([
    ...['prompt_sync.resolved', 'prompt_sync.set', 'prompt_review_rule.set'],
    ...['prompt.changed', 'prompt.version_saved', 'prompt.created'],
  ]);
});

test('page by page', async () => {
  const id = await world.prompt('history/pages', 'a', 'b', 'c');
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof promptHistory>> = await promptHistory(world.ada, { id, limit: 3, before });
    seen.push(...page.items.map((one) => one.seq));
    before = page.next;
  } while (before !== null);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
});

test('of a prompt that one does not see nothing is told', async () => {
  const id = await world.prompt('history/hidden', 'a');
  const stranger = world.person('Cy', 'admin', 'tea_2');
  await expect(promptHistory(stranger, { id, limit: 10, before: null })).rejects.toMatchObject({
    code: 'prompts.not_found',
  });
});
