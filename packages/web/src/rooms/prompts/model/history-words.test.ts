import { expect, test } from 'vitest';
import { actorWords, historyRows, historyWords } from './history-words.ts';
import { anEvent } from './prompts.fixture.ts';

test.each([
  ['prompt.created', { kind: 'chat' }, 'Created'],
  ['prompt.version_saved', { number: 3, reviewsVoided: 0 }, 'Version 3 saved'],
  ['prompt.version_saved', { number: 3, reviewsVoided: 2 }, 'Version 3 saved, which voids the reviews of earlier ones'],
  ['prompt.label_moved', { label: 'production', before: 1, after: 2 }, 'Label production moved from version 1 to 2'],
  ['prompt.label_moved', { label: 'production', before: 2, after: null }, 'Label production taken from version 2'],
  ['prompt.label_moved', null, 'A label moved'],
  ['prompt.review_requested', { number: 2, reviewerIds: ['a'] }, '1 person asked to review version 2'],
  ['prompt.review_due', { number: 2, reviewerIds: ['a', 'b'] }, 'Review of version 2 is due, 2 people reminded'],
  ['prompt.reviewed', { number: 2, after: 'approved' }, 'Version 2 approved'],
  ['prompt.reviewed', { number: 2, after: 'changes_requested' }, 'Version 2 sent back with changes asked for'],
  ['prompt.commented', { number: 2 }, 'Comment on version 2'],
  ['prompt.archived', {}, 'Archived'],
  ['prompt.restored', {}, 'Restored'],
  ['prompt.draft_begun', {}, 'Draft begun'],
  ['prompt.draft_discarded', {}, 'Draft discarded'],
  ['prompt.patch_made', { branch: null }, 'Patch for git made'],
  ['prompt.patch_made', { branch: 'b' }, 'Patch pushed to the branch b'],
  ['prompt_sync.set', { folder: 'a', before: null, after: { direction: 'both' } }, 'Sync of a with git set, both ways'],
  ['prompt_sync.set', { folder: '', before: {}, after: null }, 'Sync of all folders with git removed'],
  ['prompt_sync.pushed', { commits: 1, branch: 'main' }, 'Sync pushed 1 commit to main'],
  ['prompt_sync.resolved', { take: 'git' }, 'Conflict with git resolved: git holds'],
  ['prompt_sync.resolved', { take: 'signalbox' }, 'Conflict with git resolved: this side holds'],
  ['prompt_review_rule.set', { folder: 'a', before: null, after: {} }, 'Review rule of a set'],
  ['prompt_review_rule.set', { folder: 'a', before: {}, after: {} }, 'Review rule of a changed'],
  ['prompt.unheard_of', {}, 'prompt.unheard_of'],
])('%s %j: %s', (type, payload, said) => {
  expect(historyWords({ type, payload })).toBe(said);
});

test('a change says what of it changed', () => {
  const was = { name: 'a', folder: '', tags: ['x'] };
  const say = (after: object): string =>
    historyWords({ type: 'prompt.changed', payload: { before: was, after: { ...was, ...after } } });
  expect(say({ name: 'b', folder: 'support' })).toBe('Renamed from a to b, moved to support');
  expect(say({ tags: [] })).toBe('Tagged anew');
  expect(say({})).toBe('Changed');
});

test('only the last move of each label can be taken back, to where it came from', () => {
  const move = (label: string, before: number | null, after: number | null) =>
    anEvent({ type: 'prompt.label_moved', payload: { label, before, after } });
  const rows = historyRows([
    ...[move('production', 1, 2), anEvent({ type: 'prompt.version_saved', payload: { number: 2 } })],
    ...[move('staging', null, 2), move('production', null, 1)],
  ]);
  expect(rows.map((row) => row.undo)).toEqual([
    ...[{ label: 'production', number: 1 }, null, { label: 'staging', number: null }, null],
  ]);
  expect(rows[1]!.version).toBe(2);
});

test.each([
  ['per_1', 'Ada Weiss', 'Ada Weiss'],
  ['per_1', null, 'per_1'],
  ['key_1', null, 'a key'],
  ['prompts.sync', null, 'the sync with git'],
  ['prompts.reminders', null, 'Signalbox'],
  ['system', null, 'Signalbox'],
])('%s (%s) is %s', (actor, actorName, said) => {
  expect(actorWords({ actor, actorName })).toBe(said);
});
