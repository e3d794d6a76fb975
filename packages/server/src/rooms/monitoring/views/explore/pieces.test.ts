import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FilterText } from '../../contract-filter.ts';
import type { Run } from '../../contract.ts';
import { conditionsFilter } from '../read/conditions.ts';
import { textMatch } from '../read/text-match.ts';
import { csvHead, csvLine } from './export-lines.ts';
import { snippetText } from './snippet.ts';

test('a filter travels as JSON; what is none is refused', () => {
  expect(FilterText.parse('[{"by":"agent","values":["a,b"]}]')).toEqual([{ by: 'agent', values: ['a,b'] }]);
  for (const given of [
    '',
    '{',
    '{}',
    '[{"by":"nothing","values":["x"]}]',
    '[{"by":"agent","values":[]}]',
    '[{"by":"durationMs","min":"1"}]',
  ])
    expect(FilterText.safeParse(given).success).toBe(false);
});

test('values never become SQL: the same statement whatever they hold', () => {
  const within = { hours: '1', content: '1', ownTeamOnly: true };
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const of = (x: string, y: string) =>
        conditionsFilter(
          [
            { by: 'agent', values: [x, y] },
            { by: 'attribute', key: x, value: y },
            { by: 'prompt', name: x, version: y },
            { by: 'score', name: x, label: y },
          ],
          within,
        );
      const { where, params } = of(a, b);
      expect(where).toBe(of('p', 'q').where);
      const named = new Set([...where.matchAll(/\{(\w+):/g)].map(([, name]) => name!));
      named.delete('workspace');
      expect(named).toEqual(new Set(Object.keys(params)));
    }),
  );
});

test('a phrase is cut into words as the index cuts', () => {
  expect(textMatch('Order\nZX-4411 "late"').params).toEqual({
    textTokens: ['order', 'zx', '4411', 'late'],
    textWord: 'order',
    textPhrase: String.raw`Order ZX-4411 \"late\"`,
  });
  expect(textMatch('…').params.textTokens).toEqual(['…']);
  expect(textMatch('--- !').params.textTokens).toBeUndefined();
  expect(textMatch('請求書').params.textTokens).toBeUndefined();
});

test.each([
  [String.raw`{"role":"user","parts":[{"type":"text","content":"a\nb \"c\" \\d"}]}`, String.raw`a b "c" \d`],
  [String.raw`ent\u003e cut \t anywhere","x`, 'ent> cut anywhere","x'],
  ['', ''],
])('a snippet of %s', (piece, text) => expect(snippetText(piece)).toBe(text));

test('a line of CSV keeps what it is given apart, and opens no formula', () => {
  const tokens = { input: null, output: 0, cacheRead: null, cacheWrite: null, reasoning: null };
  const outcome = { value: 'failed', source: null, refused: false };
  const run = {
    id: '=1+1',
    agent: 'a,"b"\nc',
    outcome,
    tokens,
    models: [],
    tools: [],
    tags: ['@x'],
    costUsd: null,
  } as unknown as Run;
  const line = csvLine({ ...run, startedAt: 's', teamId: 't', durationMs: -1, environment: null } as Run);
  expect(line.startsWith(`'=1+1,s,-1,"a,""b""\nc",t,,`)).toBe(true);
  expect(line).toContain(",'@x,");
  expect(csvHead.split(',')).toContain('output_tokens');
});
