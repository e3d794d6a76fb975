import { expect, test } from 'vitest';
import { rewrap } from './seal-rewrap.ts';
import { sealWith } from './seal.ts';

const [from, to, other] = [1, 2, 3].map((fill) => sealWith(new Uint8Array(32).fill(fill))) as [
  ReturnType<typeof sealWith>,
  ReturnType<typeof sealWith>,
  ReturnType<typeof sealWith>,
];

test('after a rotation only the new key opens, and running it again changes nothing', () => {
  const old = from.seal('key', 'row 1', 'secret');
  const fresh = rewrap({ from, to }, 'key', 'row 1', old);
  expect(to.open('key', 'row 1', fresh)).toBe('secret');
  expect(() => from.open('key', 'row 1', fresh)).toThrow(/root key/);
  expect(rewrap({ from, to }, 'key', 'row 1', fresh)).toBe(fresh);
});

test('an envelope of a third key, or moved from another row, is refused', () => {
  expect(() => rewrap({ from, to }, 'key', 'row 1', other.seal('key', 'row 1', 'x'))).toThrow(/root key/);
  expect(() => rewrap({ from, to }, 'key', 'row 2', from.seal('key', 'row 1', 'x'))).toThrow();
  expect(() => rewrap({ from, to }, 'key', 'row 2', to.seal('key', 'row 1', 'x'))).toThrow();
});
