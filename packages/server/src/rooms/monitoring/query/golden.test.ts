import { describe, expect, test } from 'vitest';
import { Query } from '../contract-query.ts';
import { type OpenMinutes, splitRange } from '../views/totals/tiers.ts';
import type { Source } from './catalogue/sources.ts';
import { figuresSql, rankedSql, type Wish } from './figures-sql.ts';
import { filterParams, filterSql } from './filters.ts';
import { planOf } from './plan.ts';
import { questionOf } from './question.ts';

const hostile = "x') OR 1 = 1 --";
const range = { from: '2026-11-20T22:58:00Z', to: '2026-11-22T10:00:00Z' };
const open: OpenMinutes = { after: 1_795_341_600 - 300, also: [] };

type Asked = Partial<Query> & { measures: string[] };
const questions: Record<string, Asked> = {
  fleet: { measures: ['completion_rate', 'cost', 'latency_p95'] },
  'agents-by-day': { measures: ['runs', 'failure_rate'], dimensions: ['agent'], grain: 'day' },
  'agents-by-day-in-berlin': { measures: ['failed'], grain: 'day', timeZone: 'Europe/Berlin' },
  models: { measures: ['tokens', 'ttft_p95'], dimensions: ['provider', 'model'] },
  users: { measures: ['cost', 'model_calls'], dimensions: ['user'] },
  'users-of-one-agent': {
    ...{ measures: ['completion_rate'], dimensions: ['user'] },
    filters: [{ dimension: 'agent', op: 'is', values: [hostile] }],
  },
  tags: {
    ...{ measures: ['runs', 'users', 'cost_per_completed_run'], dimensions: ['tag'] },
    filters: [
      { dimension: 'tag', op: 'is_not', values: [hostile] },
      { dimension: 'service', op: 'contains', values: [hostile] },
    ],
  },
  tools: { measures: ['tool_steps', 'errors', 'step_latency_p99'], dimensions: ['tool'] },
  scores: { measures: ['score_mean', 'feedback_mean'], dimensions: ['score'], grain: 'hour' },
  'scores-by-release': { measures: ['score_mean'], dimensions: ['release'] },
  'all-families': { measures: ['runs', 'steps', 'conversations', 'scores'], dimensions: ['team'] },
};

function wishOf(asked: Asked): { wish: Wish; query: Query } {
  const query = Query.parse({ ...range, ...asked });
  const question = questionOf(query);
  const plan = planOf(
    question.measures,
    question.allDimensions.map(({ id }) => id),
    false,
  );
  if (!('uses' in plan)) throw new Error(`${plan.unanswerable.id} cannot be told`);
  const cut = {
    ...{ dimensions: query.dimensions, grain: question.grain, timeZone: query.timeZone },
    ...{
      split: splitRange(question.range, open),
      visible: 'workspace_id = {workspace:String} AND has({teams:Array(String)}, team_id)',
    },
    narrowed: (source: Source) => filterSql(query.filters, source),
  };
  return { query, wish: { measures: question.measures, uses: plan.uses, cut } };
}

describe('the SQL of a question', () => {
  test.each(Object.entries(questions))('%s', async (name, asked) => {
    const { wish, query } = wishOf(asked);
    const grouped = query.dimensions.length > 0;
    const statements = [
      ...(grouped ? [rankedSql(wish, { by: 0, direction: 'desc' })] : []),
      ...(grouped && query.grain === 'none' ? [] : [figuresSql(wish, grouped)]),
    ];
    await expect(`${statements.join(';\n\n')};\n`).toMatchFileSnapshot(`./golden/${name}.sql`);
  });

  test('holds no value of anybody: they are parameters', () => {
    for (const asked of Object.values(questions)) {
      const { wish, query } = wishOf(asked);
      for (const sql of [rankedSql(wish, { by: 0, direction: 'asc' }), figuresSql(wish, query.dimensions.length > 0)]) {
        expect(sql).not.toContain('OR 1 = 1');
        expect(sql).not.toContain('Berlin');
        expect(sql.match(/workspace_id = \{workspace:String\}/g)!.length).toBe(sql.match(/\bFINAL\b/g)!.length);
      }
      expect(Object.values(filterParams(query.filters))).toEqual(query.filters.map(({ values }) => values));
    }
  });
});
