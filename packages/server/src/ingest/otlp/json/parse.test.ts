import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxJsonContainers, maxJsonDepth } from '../bounds.ts';
import { WireError } from '../types.ts';
import { parseJson } from './parse.ts';

describe('parseJson', () => {
  test('parses what JSON.parse parses, from text and bytes', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const inexact = (value: unknown) =>
          JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)));
        expect(inexact(parseJson(json))).toEqual(JSON.parse(json));
        expect(parseJson(Buffer.from(json))).toEqual(parseJson(json));
      }),
    );
  });

  test('integers beyond 2^53 keep every digit', () => {
    const json =
      '{"a":1795325010963000001,"b":[-9223372036854775808,18446744073709551615],"c":9007199254740991,"d":12345678901234567890.5}';
    expect(parseJson(json)).toEqual({
      a: 1795325010963000001n,
      b: [-9223372036854775808n, 18446744073709551615n],
      c: 9007199254740991,
      d: Number('12345678901234567890.5'),
    });
  });

  test('long fractions, exponents and digits in strings stay what they are', () => {
    const json = '{"a":0.10872164399999996123,"b":1.5e300,"c":"17953250109630000011795325010963000001","d":1e22}';
    expect(parseJson(json)).toEqual(JSON.parse(json));
  });

  test.each([
    ['an array', '['],
    ['an object', '{"a":'],
  ])('64 MB of %s nesting is refused at once', (_what, open) => {
    const bomb = Buffer.alloc(64 << 20, open);
    const start = performance.now();
    expect(() => parseJson(bomb)).toThrow(/nests deeper than 512/);
    expect(performance.now() - start).toBeLessThan(100);
  });

  test('the deepest nesting allowed still parses; brackets in strings do not count', () => {
    const deep = '['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth);
    expect(() => parseJson(deep)).not.toThrow();
    expect(() => parseJson(`[${deep}]`)).toThrow(WireError);
    const quoted = JSON.stringify({ text: `${'['.repeat(9999)}"\\` });
    expect(parseJson(quoted)).toEqual(JSON.parse(quoted));
  });

  test('the number of containers is bounded', () => {
    expect(() => parseJson(Buffer.from(`[${'{},'.repeat(maxJsonContainers)}{}]`))).toThrow(/objects and arrays/);
  });

  test.each(['', '{', '{"a":1', '"open', '{"a":tru}', '\u0000', '[1,]', '{"secret":sbx_1}', 'not json sbx_2'])(
    'refuses %j without quoting it',
    (json) => {
      expect(() => parseJson(json)).toThrow(WireError);
      expect(() => parseJson(json)).not.toThrow(/sbx_/);
    },
  );

  test('passes over a byte order mark and replaces bytes that are not UTF-8', () => {
    expect(parseJson(Buffer.from('\u{feff}{"a":1}'))).toEqual({ a: 1 });
    expect(parseJson(Buffer.concat([Buffer.from('"a'), Buffer.of(0xff), Buffer.from('"')]))).toBe('a\ufffd');
  });
});
