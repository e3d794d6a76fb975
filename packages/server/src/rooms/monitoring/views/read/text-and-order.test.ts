import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import { snippetText } from '../explore/snippet.ts';
import { type SortedPage, type SortedRow, sortedPosition, sortedRuns } from './sorted-runs.ts';
import { textMatch } from './text-match.ts';

const tokens = (text: string): readonly string[] => textMatch(text).params.textTokens ?? [];

describe('words that are searched for', () => {
  test('are named in the statement exactly when there are any, and never stand in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
        const { where, params } = textMatch(text);
        expect(where.includes('{textTokens:')).toBe(params.textTokens !== undefined);
        expect(where.replace('{textTokens:Array(String)}', '')).toBe(
          params.textTokens === undefined
            ? textMatch('-').where
            : textMatch('a').where.replace('{textTokens:Array(String)}', ''),
        );
      }),
    );
  });

  test('are each asked for once, in small letters, whatever the case', () => {
    expect(tokens('Late LATE late')).toEqual(['late']);
    expect(tokens('ÖZIL Özil')).toEqual(['özil']);
  });

  test('narrow by sixteen at most; the phrase keeps all of them', () => {
    const many = Array.from({ length: 40 }, (_, n) => `w${n}`).join(' ');
    expect(tokens(many)).toHaveLength(16);
    expect(textMatch(many).params.textPhrase).toBe(many);
  });

  test('are cut at every ASCII sign, and at no letter of another script', () => {
    const sign = fc.constantFrom(...' !"#$%&()*+,-./:;<=>?@[]^_`{|}~');
    const letters = fc.stringMatching(/^[a-z0-9äöüßéøж]{1,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(letters, { minLength: 1, maxLength: 6 }), sign, (words, between) => {
        const found = tokens(words.join(between));
        for (const word of words) expect(found.includes(word) || between === '\\').toBe(true);
      }),
    );
  });

  test('of scripts without blanks, and mixed with them, are left to the exact comparison', () => {
    for (const text of ['注文が遅い', 'คำสั่งซื้อ', '訂單']) expect(tokens(text)).toEqual([]);
    expect(tokens('order 注文 late')).toEqual(['order', 'late']);
  });

  test.each([
    ['blanks around it', '  late parcel \n', 'late parcel'],
    ['a tab between', 'late\tparcel', 'late parcel'],
    ['a quote', 'say "yes"', String.raw`say \"yes\"`],
    ['a control character', 'a\u0001b', String.raw`a\u0001b`],
    ['two line ends', 'a\r\nb', 'a  b'],
  ])('%s: as the body has it', (_, text, phrase) => expect(textMatch(text).params.textPhrase).toBe(phrase));

  test('the phrase is as JSON writes it, line ends aside: what was said is found', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (text) => {
        const body = JSON.stringify({ role: 'user', content: `before ${text.trim()} after` });
        expect(body.replace(/\\[nrtbf]/g, ' ')).toContain(textMatch(text).params.textPhrase);
      }),
    );
  });
});

describe('a snippet', () => {
  test('reads as it was said, whatever JSON made of it, blanks run together', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (said) => {
        const body = JSON.stringify({ role: 'user', parts: [{ type: 'text', content: said }] });
        const read = (text: string): string =>
          text
            .replace(/[\n\r\t\b\f]/g, ' ')
            .replace(/\s+/g, ' ')
            .trim();
        if (!said.includes('"}]}') && !said.includes('"content":"')) expect(snippetText(body)).toBe(read(said));
      }),
    );
  });

  test.each([
    [String.raw`"content":"C:\\new\\table`, String.raw`C:\new\table`],
    [String.raw`"content":"not \\u0041 but \u0041`, String.raw`not \u0041 but A`],
    [String.raw`"content":"a\\\"b`, String.raw`a\"b`],
    [String.raw`"content":"path \/ slash`, 'path / slash'],
    [String.raw`"content":"\ud83d\ude00 ok`, '😀 ok'],
    [String.raw`cut at an escape \u00`, String.raw`cut at an escape \u00`],
  ])('of %s', (piece, text) => expect(snippetText(piece)).toBe(text));
});

type Asked = { sql: string; params: Record<string, unknown> };

/** What is asked of the warehouse for this page. */
async function asked(page: Partial<SortedPage>): Promise<Asked> {
  let found: Asked | undefined;
  const warehouse = {
    query: (sql: string, params: Record<string, unknown>) => ((found = { sql, params }), Promise.resolve([])),
  } as unknown as Warehouse;
  await sortedRuns(
    warehouse,
    { where: 'WHERE_OF_FILTER', params: { workspace: 'wsp_1' } },
    { by: 'cost', order: 'desc', after: null, wanted: 51, ...page },
  );
  return found!;
}

describe('another order', () => {
  test('unknown values stand last in both directions, and ties by id', async () => {
    expect((await asked({ order: 'desc' })).sql).toMatch(/ORDER BY isNull\(sorted_by\), sorted_by DESC, run_id LIMIT/);
    expect((await asked({ order: 'asc' })).sql).toMatch(/ORDER BY isNull\(sorted_by\), sorted_by ASC, run_id LIMIT/);
  });

  test.each(['started', 'duration', 'cost', 'inputTokens', 'outputTokens', 'errors', 'steps'] as const)(
    'a page by %s goes on after its last run with nothing but parameters',
    async (by) => {
      const hostile = "r'; --";
      const { sql, params } = await asked({ by, after: [0, '9007199254740993', hostile] });
      expect(params).toMatchObject({ atValue: '9007199254740993', atRun: hostile, limit: 51, workspace: 'wsp_1' });
      expect(sql).not.toContain(hostile);
      expect(sql).toContain('WHERE_OF_FILTER AND is_deleted = 0');
    },
  );

  test('after a run of unknown value only such runs come, in either direction', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const { sql } = await asked({ order, after: [1, '0', 'r1'] });
      expect(sql).toContain('isNull(cost_nano_usd) AND run_id > {atRun:String}');
      expect(sql).not.toContain('atValue');
    }
  });

  test('where a page ended is told apart: unknown, zero, below zero', () => {
    const row = (sorted_by: string | null): SortedRow => ({ run_id: 'r1', sorted_by }) as SortedRow;
    expect(sortedPosition(row(null))).toEqual([1, '0', 'r1']);
    expect(sortedPosition(row('0'))).toEqual([0, '0', 'r1']);
    expect(sortedPosition(row('-5'))).toEqual([0, '-5', 'r1']);
  });
});
