import { expect, test } from 'vitest';
import { moveWords, willWords } from './timeline.ts';

test.each([
  [null, 3, 'put on version 3', 'comes on version 3'],
  [3, null, 'taken from version 3', 'leaves version 3'],
  [3, 5, 'moved from version 3 to 5', 'goes from version 3 to 5'],
])('%s to %s in words, before and after', (from, to, after, before) => {
  expect(moveWords({ label: 'production', from, to })).toBe(`Label production ${after}`);
  expect(willWords({ label: 'production', from, to })).toBe(`The label production ${before}`);
});
