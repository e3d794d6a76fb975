import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../otlp/types.ts';
import type { Met } from '../scrub/clean.ts';
import { cut, label, storedAttributes } from './attributes.ts';

function stored(given: Record<string, AttributeValue>, without = {}): { [key: string]: unknown; marks: string[] } {
  const met: Met = new Set();
  return { ...Object.fromEntries(storedAttributes(new Map(Object.entries(given)), met, without)), marks: [...met] };
}

describe('attributes as they are stored', () => {
  it.each<[AttributeValue, string]>([
    ['text', 'text'],
    ['', ''],
    [42n, '42'],
    [9_007_199_254_740_993n, '9007199254740993'],
    [-(2n ** 63n), '-9223372036854775808'],
    [1.5, '1.5'],
    [-0, '0'],
    [1e21, '1e+21'],
    [true, 'true'],
    [false, 'false'],
    [null, 'null'],
    [['a', 1n, null], '["a",1,null]'],
    [{ b: 1n, a: 'x' }, '{"a":"x","b":1}'],
    [[9_007_199_254_740_993n], '["9007199254740993"]'],
    // Of these JSON would make null, which is something else that somebody may have sent.
    [Number.NaN, '"NaN"'],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
  ])('%o is %s', (sent, text) => expect(stored({ k: sent })).toEqual({ k: text, marks: [] }));

  it('what was read as content is left out, what was taken apart is stored as it then was', () => {
    const given = { messages: 'all', body: 'long', kept: 'x' };
    const without = { consumed: ['messages', 'never there'], replaced: new Map([['body', 'short']]) };
    expect(stored(given, without)).toEqual({ body: 'short', kept: 'x', marks: [] });
  });

  it('a secret is in no value and in no name', () => {
    const secret = `sk-ant-api03-${'aB3x'.repeat(24)}`;
    const all = stored({
      note: `use ${secret}`,
      [`header.${secret}`]: 'x',
      'http.request.header.authorization': 'Basic eA==',
    });
    expect(JSON.stringify(all)).not.toMatch(/sk-ant|eA==/);
    expect(all.marks).toEqual(['secret']);
  });

  it('bytes are told by size and hash', () => {
    const { ['k']: k, marks } = stored({ k: Uint8Array.of(1, 2, 3) });
    expect(JSON.parse(String(k))).toMatchObject({ type: 'media', bytes: 3 });
    expect(marks).toEqual(['media']);
  });

  it('a value beyond 16 KiB is cut and marked; one that just fits is not', () => {
    const fits = 'é'.repeat(8192);
    expect(stored({ k: fits })).toEqual({ k: fits, marks: [] });
    const long = stored({ k: `${fits}!` });
    expect([long['k'], long.marks]).toEqual([fits, ['truncated']]);
  });

  it('a clean name is remembered, and is not taken for another that only starts like it', () => {
    for (let round = 0; round < 2; round++)
      expect(stored({ 'a.b': 1n, 'a.bc': 2n })).toEqual({ 'a.b': '1', 'a.bc': '2', marks: [] });
  });
});

describe('labels', () => {
  it('absent and empty are the same; 400 characters are kept, more are cut and marked', () => {
    const met: Met = new Set();
    expect([label(undefined, met), label('', met), label('x'.repeat(400), met)]).toEqual(['', '', 'x'.repeat(400)]);
    expect([...met]).toEqual([]);
    expect(label('x'.repeat(401), met)).toHaveLength(400);
    expect([...met]).toEqual(['truncated']);
  });
});

describe('cut', () => {
  it('leaves at most so many bytes, never half a character, and is marked only when it cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(90), (sent, most) => {
        const text = sent.toWellFormed();
        const met: Met = new Set();
        const kept = cut(text, most, met);
        const bytes = Buffer.byteLength(text);
        expect(text.startsWith(kept)).toBe(true);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(most);
        expect(met.has('truncated')).toBe(bytes > most);
        if (bytes > most) expect(Buffer.byteLength(kept)).toBeGreaterThan(most - 4);
        else expect(kept).toBe(text);
      }),
    );
  });
});
