import { expect, test } from 'vitest';
import { readRunSearch, readRunsSearch } from './search.ts';

test('known filters are kept, unknown values dropped', () => {
  expect(readRunsSearch({ agent: 'clerk', outcome: 'failed', state: 'asleep', user: 42, peek: '' })).toEqual({
    agent: 'clerk',
    outcome: 'failed',
    state: undefined,
    conversation: undefined,
    user: '42',
    peek: undefined,
  });
});

test('names of object methods are no outcomes', () => {
  expect(readRunsSearch({ outcome: 'constructor' }).outcome).toBeUndefined();
});

test('a span id of digits only stays text', () => {
  expect(readRunSearch({ view: 'transcript', step: '1234567890123456' })).toEqual({
    view: 'transcript',
    step: '1234567890123456',
    zoom: undefined,
  });
  expect(readRunSearch({ view: 'other' }).view).toBeUndefined();
});
