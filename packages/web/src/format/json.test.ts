import { expect, test } from 'vitest';
import { pretty } from './json.ts';

test('values and JSON in text are laid out alike', () => {
  expect(pretty({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(pretty('{"a":[1]}')).toBe(pretty({ a: [1] }));
});

test('other text stays as it is, broken JSON too', () => {
  expect(pretty('plain')).toBe('plain');
  expect(pretty('{"a":')).toBe('{"a":');
  expect(pretty('12')).toBe('12');
});

test('nothing is null', () => {
  expect(pretty(undefined)).toBe('null');
  expect(pretty(null)).toBe('null');
});
