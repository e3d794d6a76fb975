import { describe, expect, test } from 'vitest';
import { dimensions } from './catalogue/dimensions.ts';
import { measures } from './catalogue/measures.ts';
import { sources } from './catalogue/sources.ts';
import { measureOf } from './named.ts';
import { dimensionsOf, planOf } from './plan.ts';

const sourcesFor = (ids: string[], by: string[] = [], narrow = false): string[] | string => {
  const plan = planOf(ids.map(measureOf), by, narrow);
  return 'uses' in plan ? plan.uses.map(({ source }) => source.name) : `no ${plan.unanswerable.id}`;
};

describe('the cheapest source', () => {
  test.each<[string[], string[], string[]]>([
    [['completion_rate', 'cost', 'latency_p95'], [], ['agents']],
    [['completion_rate', 'cost'], ['agent', 'release'], ['agents']],
    [['cost', 'input_tokens'], ['model'], ['metrics']],
    [['ttft_p95'], ['agent'], ['metrics']],
    [['runs', 'users'], ['agent'], ['runs']],
    [['runs'], ['user'], ['runs']],
    [['cost'], ['user'], ['run_totals']],
    [['cost'], ['user', 'agent'], ['invocations of runs']],
    [['completion_rate'], ['outcome_source'], ['invocations']],
    [['completion_rate'], ['prompt', 'prompt_version'], ['invocations of runs']],
    [['tool_steps', 'errors'], ['tool'], ['steps']],
    [['input_tokens'], ['model', 'user'], ['steps of runs']],
    [['score_mean'], ['score'], ['scores']],
    [['score_mean'], ['score', 'release'], ['scores of runs']],
  ])('of %j by %j', (ids, by, expected) => expect(sourcesFor(ids, by)).toEqual(expected));

  test('one where it tells all, two where that is cheaper', () => {
    // Metrics must be asked for the first token anyway, and tell tokens too.
    expect(sourcesFor(['input_tokens', 'ttft_p95'])).toEqual(['metrics']);
    // Totals of runs tell both, but have to be read one by one.
    expect(sourcesFor(['tool_calls', 'steps'])).toEqual(['agents', 'metrics']);
    expect(sourcesFor(['completion_rate', 'ttft_p95', 'users', 'feedback'], ['team'])).toEqual([
      'agents',
      'metrics',
      'runs',
      'scores',
    ]);
  });

  test('who sees single agents is not told from rows that name their team only', () => {
    expect(sourcesFor(['cost'], ['user'], true)).toEqual(['invocations of runs']);
    expect(sourcesFor(['scores'], ['score'], true)).toEqual(['scores of runs']);
    expect(sourcesFor(['cost'], ['agent'], true)).toEqual(['agents']);
  });
});

describe('no source', () => {
  test('names the measure and what it can be told by', () => {
    expect(sourcesFor(['cost', 'users'], ['model'])).toBe('no users');
    const plan = planOf([measureOf('score_mean')], ['model'], false);
    expect(plan).toMatchObject({ unanswerable: { id: 'score_mean' } });
    expect((plan as { instead: string[] }).instead).toEqual(expect.arrayContaining(['score', 'agent', 'user']));
    expect((plan as { instead: string[] }).instead).not.toContain('model');
  });
});

describe('the catalogue', () => {
  test('every measure is told by some source without and with each of its dimensions', () => {
    for (const measure of measures) {
      expect([measure.id, planOf([measure], [], false)]).toEqual([measure.id, { uses: [expect.anything()] }]);
      for (const id of dimensionsOf(measure)) expect('uses' in planOf([measure], [id], false)).toBe(true);
    }
  });

  test('every dimension splits some measure, and every source is the cheapest for something', () => {
    const used = new Set(measures.flatMap((measure) => dimensionsOf(measure)));
    expect([...used].sort()).toEqual(dimensions.map(({ id }) => id).sort());
    const asked = new Set<string>();
    for (const measure of measures)
      for (const a of ['', ...dimensionsOf(measure)])
        for (const b of ['', ...dimensionsOf(measure)]) {
          const found = sourcesFor(
            [measure.id],
            [a, b].filter((id) => id !== ''),
          );
          for (const name of Array.isArray(found) ? found : []) asked.add(name);
        }
    expect([...asked].sort()).toEqual(sources.map(({ name }) => name).sort());
  });
});
