import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentsOfPage, agentsOfRuns } from './agents-told.ts';
import { messageOf, parsed } from './message.ts';
import { eventsOf, linksOf } from './recorded.ts';
import { type RefsRow, settledRefs } from './refs.ts';
import { scoreOf, type ScoreRow } from './score-row.ts';
import { tellsTokens, tokensOf } from './tokens.ts';

const score = (changes: Partial<ScoreRow> = {}): ScoreRow => ({
  ...{ score_id: 's', team_id: 'tea', span_id: '', trace_id: 't', name: 'helpful', data_type: 'numeric' },
  ...{ number: 0.5, label: '', comment: 'Rude to Ms Meier', source: 'person', at_ns: '1795325040000000000' },
  ...changes,
});

describe('a score', () => {
  test.each<[Partial<ScoreRow>, unknown, unknown]>([
    [{ data_type: 'numeric', number: 0 }, 0, 0],
    [{ data_type: 'numeric', number: null }, null, null],
    [{ data_type: 'boolean', number: 1 }, true, true],
    [{ data_type: 'boolean', number: 0 }, false, false],
    [{ data_type: 'boolean', number: null }, null, null],
    [{ data_type: 'categorical', number: null, label: 'good' }, 'good', 'good'],
    [{ data_type: 'text', number: null, label: 'Ms Meier was angry' } as never, 'Ms Meier was angry', null],
  ])('%j is %j, and %j to who may read no text', (changes, read, unread) => {
    expect(scoreOf(score(changes), true).value).toBe(read);
    expect(scoreOf(score(changes), false).value).toBe(unread);
  });

  test('its comment is text; an empty one is none', () => {
    expect(scoreOf(score(), true).comment).toBe('Rude to Ms Meier');
    expect(scoreOf(score(), false).comment).toBeNull();
    expect(scoreOf(score({ comment: '' }), true).comment).toBeNull();
    expect(JSON.stringify(scoreOf(score(), false))).not.toContain('Meier');
  });

  test('is of what it names: a step, a run, or a conversation', () => {
    expect(scoreOf(score({ span_id: 'a' }), true)).toMatchObject({ of: 'step', spanId: 'a' });
    expect(scoreOf(score(), true)).toMatchObject({ of: 'run', spanId: null });
    expect(scoreOf(score({ trace_id: '' }), true)).toMatchObject({ of: 'conversation', spanId: null });
  });
});

describe('what a span recorded', () => {
  test('events and links are read as they were written', () => {
    const time = '2026-11-22T12:00:00.000000001Z';
    expect(eventsOf(JSON.stringify([{ time, name: 'exception', attributes: { a: 1 } }]))).toEqual([
      { time, name: 'exception', attributes: { a: 1 } },
    ]);
    expect(linksOf(JSON.stringify([{ traceId: 't', spanId: 's', attributes: {} }]))).toEqual([
      { traceId: 't', spanId: 's', attributes: {} },
    ]);
    expect([eventsOf(''), linksOf('')]).toEqual([[], []]);
  });

  test('whatever a column holds is a list of whole events, never an error', () => {
    const column = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.jsonValue()).map((list) => JSON.stringify(list)),
    );
    fc.assert(
      fc.property(column, (text) => {
        for (const event of eventsOf(text)) {
          expect([typeof event.time, typeof event.name]).toEqual(['string', 'string']);
          expect(event.time === '' || !Number.isNaN(Date.parse(event.time))).toBe(true);
          expect(Array.isArray(event.attributes) || event.attributes === null).toBe(false);
        }
        for (const link of linksOf(text))
          expect([typeof link.traceId, typeof link.spanId]).toEqual(['string', 'string']);
      }),
    );
  });
});

describe('messages', () => {
  test('a body of another form is shown as the data it is', () => {
    for (const body of ['', 'plain', '{', '[]', 'null', '7', '{"role":7,"parts":[]}', '{"role":"user"}'])
      expect(messageOf(body)).toEqual({ role: 'unknown', parts: [{ type: 'data', content: parsed(body) }] });
  });

  test('whatever body comes is a message', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const { role, parts } = messageOf(body);
        expect(typeof role).toBe('string');
        expect(Array.isArray(parts)).toBe(true);
      }),
    );
  });

  const refs = (changes: Partial<RefsRow>): RefsRow => ({
    ...{ span_id: 's', team_id: 'tea', direction: 'input', index: 0, at_ns: '5', refs: ['a', 'b'] },
    ...changes,
  });

  test('log events add only what the span does not tell itself', () => {
    const own = refs({});
    expect(settledRefs([refs({ index: 1, at_ns: '6', refs: ['b', 'c'] }), own], '5')).toEqual([
      own,
      refs({ index: 1, at_ns: '6', refs: ['c'] }),
    ]);
    expect(settledRefs([refs({ index: 2, at_ns: '6', refs: ['a'] }), own], '5')).toEqual([own]);
    // Told at a start that has moved since.
    expect(settledRefs([refs({ at_ns: '4' }), own], '5')).toEqual([own]);
  });

  test('in whatever order rows come: system, input, output, each by time and index', () => {
    const rows = [
      refs({ direction: 'system', at_ns: '9' }),
      refs({ direction: 'input', index: 1, at_ns: '1', refs: ['c'] }),
      refs({ direction: 'input', index: 2, at_ns: '1', refs: ['d'] }),
      refs({ direction: 'input', index: 1, at_ns: '12', refs: ['e'] }),
      refs({ direction: 'output', index: 0, at_ns: '2' }),
    ];
    const wanted = settledRefs(rows, '0');
    expect(wanted.map((row) => [row.direction, row.at_ns, row.index])).toEqual([
      ...[
        ['system', '9', 0],
        ['input', '1', 1],
        ['input', '1', 2],
        ['input', '12', 1],
        ['output', '2', 0],
      ],
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(settledRefs(shuffled, '0')).toEqual(wanted);
      }),
    );
  });
});

describe('tokens', () => {
  const none = {
    ...{ input_tokens: null, output_tokens: null, cache_read_tokens: null, cache_write_tokens: null },
    reasoning_tokens: null,
  };

  test('0 is told, null is not', () => {
    expect(tellsTokens(none)).toBe(false);
    for (const column of Object.keys(none)) expect(tellsTokens({ ...none, [column]: 0 })).toBe(true);
    expect(Object.values(tokensOf(none))).toEqual([null, null, null, null, null]);
  });
});

describe('whose texts an answer holds', () => {
  const run = (agent: string, lines: object = {}) =>
    ({ teamId: 'tea', agent, inputPreview: null, outputPreview: null, ...lines }) as never;
  const step = (lines: object = {}) =>
    ({ inputPreview: null, outputPreview: null, errorMessage: null, ...lines }) as never;

  test('runs without a line tell nothing; an empty line is one that was shown', () => {
    const runs = [run('a'), run('b', { inputPreview: 'x' }), run('c', { outputPreview: '' })];
    expect(agentsOfRuns(runs).map((one) => one.agent)).toEqual(['b', 'c']);
  });

  test('a line or an error of any step counts as its run’s', () => {
    expect(agentsOfPage(run('a'), [step(), step()])).toEqual([]);
    for (const line of ['inputPreview', 'outputPreview', 'errorMessage'])
      expect(agentsOfPage(run('a'), [step(), step({ [line]: 'x' })])).toEqual([{ teamId: 'tea', agent: 'a' }]);
    expect(agentsOfPage(run('a', { inputPreview: 'x' }), [])).toHaveLength(1);
  });
});
