import { expect, test } from 'vitest';
import { Query } from '../contract-query.ts';
import { splitRange } from '../views/totals/tiers.ts';
import type { FigureRow } from './answer.ts';
import type { Wish } from './figures-sql.ts';
import { planOf } from './plan.ts';
import { questionOf } from './question.ts';
import { type Ask, stepsOf, tell } from './tell.ts';

type Asked = { sql: string; params: Record<string, unknown> };

/** What is asked one after the other, each answered by the next rows. */
function asking(...answers: FigureRow[][]): { ask: Ask; asked: Asked[] } {
  const asked: Asked[] = [];
  const ask: Ask = async <Row>(sql: string, params: Record<string, unknown>) => {
    asked.push({ sql, params });
    return (answers[asked.length - 1] ?? []) as Row[];
  };
  return { ask, asked };
}

function wished(more: object) {
  const query = Query.parse({
    ...{ measures: ['runs'], from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z', limit: 2 },
    ...more,
  });
  const question = questionOf(query);
  const plan = planOf(question.measures, query.dimensions, false);
  if (!('uses' in plan)) throw new Error('cannot be told');
  const wish: Wish = {
    ...{ measures: question.measures, uses: plan.uses },
    cut: {
      ...{ dimensions: query.dimensions, grain: question.grain, timeZone: 'UTC' },
      ...{ split: splitRange(question.range, { after: 4_000_000_000, also: [] }), visible: '1', narrowed: () => '' },
    },
  };
  return { query, question, wish };
}
const rows = (...names: string[]): FigureRow[] => names.map((g0, at) => ({ g0, folded: 0, m0: 9 - at }));

test('without a dimension one question is asked, and one row told', async () => {
  const { query, question, wish } = wished({});
  const { ask, asked } = asking([{ m0: 7 }]);
  expect(await tell(ask, question, wish, query)).toMatchObject({ told: { rows: [[7]], folded: [] }, top: [] });
  expect(asked).toHaveLength(1);
});

test('groups that fit are told as they were ranked: nothing is asked again, nothing is folded', async () => {
  const { query, question, wish } = wished({ dimensions: ['agent'] });
  const { ask, asked } = asking(rows('b', 'a'));
  const { told, top } = await tell(ask, question, wish, query);
  expect(told.rows).toEqual([
    ['b', 9],
    ['a', 8],
  ]);
  expect([asked.length, told.folded, top.length]).toEqual([1, [], 2]);
  // One more than is told, to know whether others are left.
  expect(asked[0]!.params).toEqual({ limit: 3 });
});

test('where one more is found, the first are kept by their names and all others are one', async () => {
  const { query, question, wish } = wished({ dimensions: ['agent'] });
  const { ask, asked } = asking(rows('b', "a'", 'c'), [
    { g0: '', folded: 1, m0: 7 },
    { g0: "a'", folded: 0, m0: 8 },
    { g0: 'b', folded: 0, m0: 9 },
  ]);
  const { told } = await tell(ask, question, wish, query);
  expect(asked[1]!.params).toEqual({ top0: ['b', "a'"] });
  expect(asked[1]!.sql).not.toContain("a'");
  expect(told.rows).toEqual([
    ['b', 9],
    ["a'", 8],
    ['others', 7],
  ]);
  expect(told.folded).toEqual([2]);
});

test('of two dimensions, pairs are kept, not each name by itself', async () => {
  const { query, question, wish } = wished({ dimensions: ['agent', 'release'], grain: 'day' });
  const { ask, asked } = asking([
    { g0: 'a', g1: 'x', m0: 2 },
    { g0: 'b', g1: '', m0: 1 },
  ]);
  expect((await tell(ask, question, wish, query)).told.rows).toEqual([]);
  expect(asked[1]!.params).toEqual({ top0: ['a', 'b'], top1: ['x', ''] });
  expect(asked[1]!.sql).toContain('arrayZip({top0:Array(String)}, {top1:Array(String)})');
});

test('of nothing, nothing is told', async () => {
  for (const grain of ['none', 'day']) {
    const { query, question, wish } = wished({ dimensions: ['agent'], grain });
    const { ask } = asking([], []);
    expect((await tell(ask, question, wish, query)).told.rows).toEqual([]);
  }
});

test('steps of time are asked for where they are not those of UTC', async () => {
  const { ask, asked } = asking([{ at: 60 }, { at: 120 }]);
  expect(await stepsOf(ask, { grain: 'none', timeZone: 'UTC' }, { low: 60, high: 180 })).toEqual([]);
  expect(await stepsOf(ask, { grain: 'minute', timeZone: 'Asia/Kolkata' }, { low: 60, high: 180 })).toEqual([60, 120]);
  expect(await stepsOf(ask, { grain: 'hour', timeZone: 'UTC' }, { low: 60, high: 3_660 })).toEqual([0, 3_600]);
  expect(asked).toEqual([]);
  expect(await stepsOf(ask, { grain: 'hour', timeZone: 'Asia/Kolkata' }, { low: 60, high: 180 })).toEqual([60, 120]);
  expect(asked[0]!.params).toEqual({ low: 60, high: 180, step: 900 });
});
