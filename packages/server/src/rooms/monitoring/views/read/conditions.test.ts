import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Condition, Conditions } from '../../contract-filter.ts';
import { conditionsFilter, runsOfSpans, type Within } from './conditions.ts';

const within: Within = { hours: 'HOURS', content: 'CONTENT', ownTeamOnly: true };
const of = (...conditions: Condition[]) => conditionsFilter(conditions, within);
const params = (condition: Condition): Record<string, unknown> => of(condition).params;
const named = (where: string): string[] => [...new Set([...where.matchAll(/\{(\w+):/g)].map(([, name]) => name!))];

const name = fc.constantFrom(
  'team',
  'agent',
  'service',
  'release',
  'environment',
  'conversation',
  'user',
  'model',
  'tool',
);
const figure = fc.constantFrom('durationMs', 'costUsd', 'inputTokens', 'outputTokens', 'errors', 'steps');
const text = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom("'", '\\', '{c0:String}', '`', '--'));
const bound = fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined });
const condition = fc.oneof(
  fc.record({ by: name, values: fc.array(text, { minLength: 1, maxLength: 3 }), not: fc.boolean() }),
  fc.record({ by: figure, min: bound, max: bound }),
  fc.record({ by: fc.constantFrom('bound', 'refused'), is: fc.boolean() }),
  fc.record({ by: fc.constant('prompt'), name: text, version: fc.option(text, { nil: undefined }), not: fc.boolean() }),
  fc.record({ by: fc.constant('attribute'), key: text, value: fc.option(text, { nil: undefined }), not: fc.boolean() }),
  fc.record({
    by: fc.constant('score'),
    name: text,
    min: bound,
    max: bound,
    label: fc.option(text, { nil: undefined }),
  }),
) as fc.Arbitrary<Condition>;

describe('any conditions', () => {
  test('every parameter that is named is given, and none besides, however many conditions there are', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 20 }), (conditions) => {
        const { where, params } = conditionsFilter(conditions, within);
        expect(
          named(where)
            .filter((one) => one !== 'workspace')
            .toSorted(),
        ).toEqual(Object.keys(params).toSorted());
        expect(Object.values(params)).not.toContain(undefined);
      }),
    );
  });

  test('each stands by itself: brackets close, and none is changed by what stands beside it', () => {
    fc.assert(
      fc.property(condition, condition, (one, other) => {
        const both = of(one, other).where;
        const depth = [...both].reduce((open, sign) => open + (sign === '(' ? 1 : sign === ')' ? -1 : 0), 0);
        expect(depth).toBe(0);
        expect(both.startsWith(`${of(one).where} AND `)).toBe(true);
      }),
    );
  });

  test('what the contract lets in can be asked; two on the same field do not share their values', () => {
    const asked = Conditions.parse([
      { by: 'agent', values: ['a'] },
      { by: 'agent', values: ['b'], not: true },
      { by: 'durationMs', min: 1 },
      { by: 'durationMs', max: 2 },
    ]);
    const { where, params } = conditionsFilter(asked, within);
    expect(params).toEqual({ c0: ['a'], c1: ['b'], c2Min: 1e6, c3Max: 2e6 });
    expect(where).toContain('NOT (has({c1:Array(String)}, agent))');
  });
});

describe('bounds', () => {
  test('a cost that is kept is within the bounds of itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 43 }), (nano) => {
        expect(params({ by: 'costUsd', min: nano / 1e9, max: nano / 1e9 })).toEqual({ c0Min: nano, c0Max: nano });
      }),
      { numRuns: 2_000 },
    );
  });

  test('a duration in milliseconds, as it is told to the thousandth, is within the bounds of itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (micros) => {
        expect(params({ by: 'durationMs', min: micros / 1000, max: micros / 1000 })).toEqual({
          ...{ c0Min: micros * 1000, c0Max: micros * 1000 },
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test('0 is a bound; none at all asks for what is known', () => {
    expect(params({ by: 'errors', max: 0 })).toEqual({ c0Max: 0 });
    expect(of({ by: 'inputTokens' })).toEqual({ where: '(input_tokens IS NOT NULL)', params: {} });
  });

  test('the greatest figures are told without a loss, and tiny ones are not rounded to 0', () => {
    expect(params({ by: 'costUsd', max: 1e15 })).toEqual({ c0Max: 1e24 });
    expect(params({ by: 'costUsd', min: 1e-12 })).toEqual({ c0Min: 0.001 });
  });

  test.each([{ min: -1 }, { max: Number.POSITIVE_INFINITY }, { min: Number.NaN }, { max: 2e15 }, { min: '1' }])(
    '%o is no bound',
    (given) => expect(Condition.safeParse({ by: 'costUsd', ...given }).success).toBe(false),
  );
});

describe('text', () => {
  test('who may not read content finds nothing by an attribute, not by its absence either', () => {
    const closed: Within = { ...within, content: '0' };
    for (const not of [false, true]) {
      const { where } = conditionsFilter([{ by: 'attribute', key: 'k', not }], closed);
      expect(where.startsWith('(0 AND ')).toBe(true);
    }
  });

  test('an attribute is looked for near the range only, in both tables', () => {
    expect(of({ by: 'attribute', key: 'k', value: 'v' }).where.match(/HOURS/g)).toHaveLength(2);
  });

  test('an empty value is asked for as one; no value asks that it is there', () => {
    expect(params({ by: 'attribute', key: 'k', value: '' })).toEqual({ c0Key: 'k', c0: '' });
    expect(params({ by: 'attribute', key: 'k' })).toEqual({ c0Key: 'k' });
  });

  test('spans of another team lead to a run only for who reads all', () => {
    expect(runsOfSpans('SPANS', within)).toContain('(team_id, run_id) IN (SELECT team_id, run_id FROM steps');
    expect(runsOfSpans('SPANS', { ...within, ownTeamOnly: false })).toMatch(
      /^\(run_id\) IN \(SELECT run_id FROM steps/,
    );
  });
});

describe('scores and prompts', () => {
  test('a score is of the team of the run, and of a trace', () => {
    const { where } = of({ by: 'score', name: 'helpful' });
    expect(where).toContain('(team_id, trace_id) IN');
    expect(where).toContain("trace_id != ''");
  });

  test('below zero is a score too', () => {
    expect(params({ by: 'score', name: 'mood', min: -1, max: 0 })).toEqual({ c0: 'mood', c0Min: -1, c0Max: 0 });
  });

  test('not a version of a prompt is all but that version; not a prompt is all but it', () => {
    expect(of({ by: 'prompt', name: 'p', version: '3', not: true }).where).toBe(
      'NOT ((prompt_name = {c0:String} AND prompt_version = {c0Version:String}))',
    );
    expect(of({ by: 'prompt', name: 'p', not: true }).where).toBe('NOT ((prompt_name = {c0:String}))');
  });
});
