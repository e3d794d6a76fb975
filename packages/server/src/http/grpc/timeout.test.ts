import { expect, test } from 'vitest';
import { timeoutMs } from './timeout.ts';

test.each([
  [undefined, null],
  ['2H', 7_200_000],
  ['3M', 180_000],
  ['10S', 10_000],
  ['9996m', 9_996],
  ['500u', 0.5],
  ['99999999n', 99.999999],
  ['0m', 0],
])('%s is %s ms', (header, ms) => {
  expect(timeoutMs(header)).toBe(ms);
});

test.each(['', '10', 'm', '-1S', '1.5S', '100000000S', '10s', '10 S'])('%j is no timeout', (header) => {
  expect(() => timeoutMs(header)).toThrow(expect.objectContaining({ code: 13 }));
});
