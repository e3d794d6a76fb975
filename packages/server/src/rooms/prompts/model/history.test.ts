import { expect, test } from 'vitest';
import { whyOf } from './history.ts';

const source = { commit: 'abc', author: 'Cy' };
const said = {
  comments: [{ id: 'pcm_1', text: 'Exact about what?' }],
  reviews: [{ number: 2, reviewerId: 'per_Ben', verdict: 'approved', comment: 'Good.' }],
  versions: [{ number: 3, source: JSON.stringify(source) }],
};
const why = (type: string, payload: unknown, actor = 'per_Ben') => whyOf({ type, actor, payload }, said);

test.each([
  ['prompt.label_moved', { reason: 'It was tried' }, 'It was tried'],
  ['prompt.version_saved', { number: 1, message: 'First words' }, 'First words'],
  ['prompt.version_saved', { number: 1, message: '' }, null],
  ['prompt.commented', { number: 2, commentId: 'pcm_1' }, 'Exact about what?'],
  ['prompt.commented', { number: 2, commentId: 'pcm_9' }, null],
  ['prompt.reviewed', { number: 2, after: 'approved' }, 'Good.'],
  ['prompt.reviewed', { number: 2, after: 'changes_requested' }, null],
  ['prompt.reviewed', { number: 1, after: 'approved' }, null],
  ['prompt.created', { kind: 'chat' }, null],
  ['prompt.archived', null, null],
])('%s %j: %s', (type, payload, text) => {
  expect(why(type, payload)).toEqual({ why: text, source: null });
});

test('another’s verdict on the same version is not this one', () => {
  expect(why('prompt.reviewed', { number: 2, after: 'approved' }, 'per_Cy').why).toBeNull();
});

test('a version that git brought says from where', () => {
  expect(why('prompt.version_saved', { number: 3, message: 'm' })).toEqual({ why: 'm', source });
});
