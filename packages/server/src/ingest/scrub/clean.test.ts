import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../rows.ts';
import { cleanField, cleanText, cleanValue } from './clean.ts';

const key = `sk-ant-api03-${'a1B2c3D4e5F6g7H8'}`;
const met = (): Set<Mark> => new Set();
const image = Buffer.alloc(1500, 9).toString('base64');

describe('cleanValue', () => {
  it('scrubs named fields and key formats at any depth, and says so', () => {
    const marks = met();
    const out = cleanValue(
      {
        b: [{ password: 'hunter2', note: `use ${key}` }],
        a: { headers: { x: 'y' } },
        access_token: 'abc',
        input_token: 12,
      },
      marks,
    );
    expect(out).toEqual({
      a: { headers: '[secret:field]' },
      access_token: '[secret:field]',
      b: [{ note: 'use [secret:anthropic_key]', password: '[secret:field]' }],
      input_token: 12,
    });
    expect(Object.keys(out as object)).toEqual(['a', 'access_token', 'b', 'input_token']);
    expect([...marks]).toEqual(['secret']);
  });

  it('keeps what a schema says about a password, but no key in it', () => {
    const marks = met();
    const schema = { properties: { password: { type: 'string', default: key }, headers: { type: 'object' } } };
    expect(cleanValue(schema, marks, { schema: true })).toEqual({
      properties: { headers: { type: 'object' }, password: { default: '[secret:anthropic_key]', type: 'string' } },
    });
  });

  it('replaces media wherever a value holds it', () => {
    const marks = met();
    const out = cleanValue(
      { image, url: `data:image/png;base64,${image}`, raw: new Uint8Array([1, 2]) },
      marks,
    ) as Record<string, object>;
    expect(out['image']).toMatchObject({ type: 'media', mimeType: null, bytes: 1500 });
    expect(out['url']).toMatchObject({ type: 'media', mimeType: 'image/png', bytes: 1500 });
    expect(out['raw']).toMatchObject({ type: 'media', bytes: 2 });
    expect(marks.has('media')).toBe(true);
  });

  it('survives hostile shapes: prototypes, depth, numbers', () => {
    const proto = cleanValue(JSON.parse('{"__proto__":{"x":1},"constructor":2}'), met()) as object;
    expect(JSON.stringify(proto)).toBe('{"__proto__":{"x":1},"constructor":2}');
    expect(Object.getPrototypeOf(proto)).toBe(Object.prototype);
    const marks = met();
    expect(JSON.stringify(cleanValue(JSON.parse('['.repeat(5000) + ']'.repeat(5000)), marks))).toContain('null');
    expect(marks.has('truncated')).toBe(true);
    expect(cleanValue(12n, met())).toBe(12);
    expect(cleanValue(1n << 60n, met())).toBe('1152921504606846976');
  });

  it('gives the same for the same, whatever the order of keys, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const once = JSON.stringify(cleanValue(value, met()));
        expect(JSON.stringify(cleanValue(JSON.parse(once), met()))).toBe(once);
      }),
    );
  });
});

describe('cleanText', () => {
  it('leaves clean text alone, by identity', () => {
    for (const text of [
      '',
      'hello',
      'a longer text that holds nothing to hide at all',
      '{"order_id":"A-1001","input_tokens":12}'.padEnd(50),
    ])
      expect(cleanText(text, met())).toBe(text);
  });

  it('looks for named fields in text that is JSON, whole or cut', () => {
    const whole = met();
    expect(cleanText('{"user":"ada","password":"hunter2-hunter2"}', whole)).toBe(
      '{"password":"[secret:field]","user":"ada"}',
    );
    expect(whole.has('secret')).toBe(true);
    expect(cleanText('{"user":"ada","password":"hunter2-hunter2","x":"cut of', met())).toBe(
      '{"user":"ada","password":"[secret:field]","x":"cut of',
    );
    expect(cleanText('{"user":"ada lovelace","api_key":"hunter2-hun', met())).not.toContain('hunter2');
    const nested = JSON.stringify({ body: JSON.stringify({ password: 'hunter2-hunter2-hunter2' }) });
    expect(cleanText(nested, met())).not.toContain('hunter2');
  });

  it('mends lone surrogates', () => {
    expect(cleanText('a\ud800b', met())).toBe('a\ufffdb');
  });

  it('takes linear time on JSON that cannot be read', () => {
    for (const piece of ['{"password":"', '{"token', '"password', '{"a\\":"password"', '{"password"  :  ']) {
      const from = process.threadCpuUsage();
      cleanText(`{${piece.repeat(500_000 / piece.length)}`, met());
      expect(cpuMs(from), piece).toBeLessThan(1000);
    }
  });
});

describe('cleanField', () => {
  it('follows the name', () => {
    const marks = met();
    expect(cleanField('process.pid', 4711, marks)).toBe('[secret:machine]');
    expect(cleanField('ai.request.headers.user-agent', 'ai/6', marks)).toBe('[secret:headers]');
    expect(cleanField('max_token', '4096', marks)).toBe('4096');
    expect(cleanField('has_password', true, marks)).toBe(true);
    expect([...marks]).toEqual([]);
    expect(cleanField('http.request.header.authorization', ['Bearer x'], marks)).toBe('[secret:field]');
    expect([...marks]).toEqual(['secret']);
    const stack = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
    expect(String(cleanField('exception.stacktrace', stack, marks)).split('\n')).toHaveLength(20);
  });
});

/** Milliseconds of this thread's own work since `from`: other tests on the machine do not count. */
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1000;
};
