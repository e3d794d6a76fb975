import fc from 'fast-check';
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

test('a value is laid out, never changed', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (value) =>
        void expect(JSON.parse(pretty(value === null || typeof value === 'string' ? [value] : value))).toEqual(
          JSON.parse(JSON.stringify(typeof value === 'string' || value === null ? [value] : value)),
        ),
    ),
  );
});

test('text is its own or the same JSON laid out, never something else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const shown = pretty(text);
      return shown === text || JSON.stringify(JSON.parse(shown)) === JSON.stringify(JSON.parse(text));
    }),
  );
});

test('numbers too long for JavaScript are not shown as others', () => {
  expect(pretty('{"order":12345678901234567890}')).toContain('12345678901234567890');
});

test('megabytes of JSON are shown as they came: laying out must not freeze the page', () => {
  const big = `[${'1,'.repeat(600_000)}1]`;
  expect(pretty(big)).toBe(big);
});
