import { expect, test } from 'vitest';
import { newId } from './ids.ts';

test('an id is a prefixed UUIDv7 in hex: version and variant bits where RFC 9562 has them', () => {
  for (let i = 0; i < 200; i++) expect(newId('key')).toMatch(/^key_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});

test('its first twelve digits are the time in milliseconds, so ids sort as they were made', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  expect(Number.parseInt(newId('run' as 'key', at).slice(4, 16), 16)).toBe(at);
  const times = [at - 1, at, at + 1, at + 86_400_000, 2 ** 47];
  const ids = times.map((time) => newId('agt', time));
  expect(ids.toSorted()).toEqual(ids);
});

test('no two are alike, also within one millisecond', () => {
  const at = Date.now();
  expect(new Set(Array.from({ length: 10_000 }, () => newId('evt', at))).size).toBe(10_000);
});
