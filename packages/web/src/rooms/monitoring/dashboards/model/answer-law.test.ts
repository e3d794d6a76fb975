import fc from 'fast-check';
import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { describe, expect, test } from 'vitest';
import { anAnswer, columnsOf, minutes } from './answer.fixture.ts';
import { chartsOf, figuresOf, groupsOf } from './answer.ts';

const { time, agent, runs, rate, cost } = columnsOf;
const model = { ...agent, id: 'model', label: 'Model' };
const [first, second, third] = minutes as [string, string, string];
const drawn = (answer: Partial<QueryAnswer>) =>
  chartsOf(anAnswer(answer)).flatMap(({ lines }) => lines.map(({ label, values }) => [label, values]));

describe('groups that read alike', () => {
  test('are lines of their own: what was not told, and one that calls itself so', () => {
    const rows = [
      [first, null, 3],
      [first, 'not told', 9],
    ];
    expect(drawn({ columns: [time, agent, runs], rows })).toEqual([
      ['not told', [3, 0, null]],
      ['not told', [9, 0, null]],
    ]);
  });
  test('are lines of their own where the sign between two names is part of one', () => {
    const rows = [
      [first, 'a · b', 'c', 1],
      [first, 'a', 'b · c', 2],
    ];
    const [chart] = chartsOf(anAnswer({ columns: [time, agent, model, runs], rows }));
    expect(chart!.lines.map(({ values }) => values[0])).toEqual([1, 2]);
    expect(new Set(chart!.lines.map(({ key }) => key)).size).toBe(2);
  });
  test('are bars of their own, too', () => {
    const rows = [
      [null, 3],
      ['not told', 9],
      ['others', 5],
      ['others', 1],
    ];
    const { groups } = groupsOf(anAnswer({ columns: [agent, runs], rows, folded: [3], points: [] }));
    expect(new Set(groups.map(({ key }) => key)).size).toBe(4);
    expect(groups.map(({ value, others }) => [value, others])).toEqual([
      [3, false],
      [9, false],
      [5, false],
      [1, true],
    ]);
  });
  test('an agent called "others" is not the others', () => {
    const rows = [
      [first, 'others', 9],
      [first, 'others', 4],
    ];
    const [chart] = chartsOf(anAnswer({ columns: [time, agent, runs], rows, folded: [1] }));
    expect(chart!.lines.map(({ others = false, values }) => [others, values[0]])).toEqual([
      [false, 9],
      [true, 4],
    ]);
  });
  test.each(['__proto__', 'constructor', 'toString'])('an agent called %s is one like any other', (name) => {
    expect(drawn({ columns: [time, agent, runs], rows: [[first, name, 2]] })).toEqual([[name, [2, 0, null]]]);
  });
});

describe('every figure of an answer', () => {
  const name = fc.constantFrom('a', 'b', ' ', 'not told', 'others', 'a · b', null);
  const grouped = fc
    .uniqueArray(fc.tuple(fc.constantFrom(first, second), name, name), { selector: (row) => JSON.stringify(row) })
    .map((keys) => keys.map((key, n) => [...key, n + 1]));
  test('is on exactly one line, at its time', () => {
    fc.assert(
      fc.property(grouped, (rows) => {
        const charts = chartsOf(anAnswer({ columns: [time, agent, model, runs], rows }));
        const told = charts.flatMap(({ lines }) => lines.flatMap(({ values }) => values.filter(Boolean)));
        expect(told.toSorted()).toEqual(rows.map((row) => row[3]).toSorted());
        for (const { lines, points } of charts)
          for (const line of lines) expect(line.values).toHaveLength(points.length);
      }),
    );
  });
  test('keeps its line beside the time before: the same group has the same key', () => {
    fc.assert(
      fc.property(grouped, (rows) => {
        const answer = anAnswer({ columns: [time, agent, model, runs], rows, previous: rows, previousPoints: minutes });
        for (const { lines, previous } of chartsOf(answer))
          expect(previous.map(({ key }) => key)).toEqual(lines.map(({ key }) => key));
      }),
    );
  });
});

describe('time', () => {
  test('is the same moment however it is written', () => {
    const rows = [['2026-11-22T13:01:00+01:00', 6]];
    expect(drawn({ rows })).toEqual([['Runs', [0, 6, null]]]);
  });
  test('of a row that is on no step draws nothing, and breaks nothing', () => {
    const rows = [
      ['2026-11-22T12:00:30.000Z', 6],
      ['no time', 7],
      [first, 1],
    ];
    expect(drawn({ rows })).toEqual([['Runs', [1, 0, null]]]);
  });
  test('of none known yet is unknown, and of all that is over is 0', () => {
    expect(drawn({ asOf: '2026-11-22T11:00:00.000Z' })).toEqual([['Runs', [null, null, null]]]);
    expect(drawn({ asOf: '2026-11-23T00:00:00.000Z' })).toEqual([['Runs', [0, 0, 0]]]);
    expect(drawn({ asOf: third })).toEqual([['Runs', [0, 0, 0]]]);
  });
  test('of an answer without steps is no line', () => {
    expect(drawn({ points: [] })).toEqual([]);
  });
  test('before is as long as now, where a day had an hour more or less', () => {
    const before = Array.from({ length: 5 }, (_, n) => new Date(Date.parse(first) - (5 - n) * 60_000).toISOString());
    const rows = before.map((at, n) => [at, n + 1]);
    const of = (points: string[]) => {
      const previous = rows.slice(0, points.length);
      const [chart] = chartsOf(anAnswer({ rows: [[first, 1]], previous, previousPoints: points }));
      return chart!.previous[0]!.values;
    };
    expect(of(before)).toEqual([1, 2, 3]);
    expect(of(before.slice(0, 2))).toEqual([1, 2, null]);
  });
});

describe('an unknown figure', () => {
  test('in a row is a gap, not the 0 of a step without one', () => {
    expect(drawn({ rows: [[first, null]] })).toEqual([['Runs', [null, 0, null]]]);
  });
  test('that is text is unknown, and no number', () => {
    expect(drawn({ rows: [[first, '7']] })).toEqual([['Runs', [null, 0, null]]]);
  });
});

describe('charts', () => {
  test('a unit that this page does not know is a chart of bare numbers', () => {
    const odd = { ...runs, id: 'joules', label: 'Energy', unit: 'J' };
    const charts = chartsOf(anAnswer({ columns: [time, odd, runs], rows: [[first, 5, 1]] }));
    expect(charts.map(({ unit, title }) => [unit, title])).toEqual([
      ['score', 'Energy'],
      ['count', 'Runs'],
    ]);
  });
  test('come in the order of the measures, and a line names its measure where there are several', () => {
    const rows = [[first, 'a', 0.5, 2, 0.1]];
    const charts = chartsOf(anAnswer({ columns: [time, agent, rate, runs, cost], rows }));
    expect(charts.map(({ unit }) => unit)).toEqual(['ratio', 'count', 'usd']);
    expect(charts.map(({ lines }) => lines[0]!.label)).toEqual(['a, Completion rate', 'a, Runs', 'a, Cost']);
  });
  test('of nothing measured are none', () => {
    expect(chartsOf(anAnswer({ columns: [time] }))).toEqual([]);
  });
  test('leave the answer as it came', () => {
    const answer = anAnswer({ columns: [time, agent, runs], rows: [[first, 'a', 1]], previous: [[first, 'a', 2]] });
    const before = structuredClone(answer);
    chartsOf(answer);
    groupsOf(answer);
    figuresOf(answer);
    expect(answer).toEqual(before);
  });
});

describe('groups and figures', () => {
  test('of two dimensions are named by both; of none by nothing', () => {
    const two = groupsOf(anAnswer({ columns: [agent, model, cost], rows: [['a', '', 1]], points: [] }));
    expect(two.groups[0]!.label).toBe('a · not told');
    const none = groupsOf(anAnswer({ columns: [cost], rows: [[1]], points: [] }));
    expect(none.groups).toMatchObject([{ label: '', value: 1, others: false }]);
  });
  test('without a measure have none, and say so with what is unknown', () => {
    expect(groupsOf(anAnswer({ columns: [agent], rows: [['a']] })).groups).toMatchObject([{ value: null }]);
    expect(figuresOf(anAnswer({ columns: [agent] }))).toEqual([]);
  });
  test('figures take each their own shares, and 0 is no gap', () => {
    const shares = { inferred: { completion_rate: [0] }, unknown: {}, n: { completion_rate: [0], cost: [null] } };
    const answer = anAnswer({ columns: [rate, cost], rows: [[0, null]], previous: [], shares, points: [] });
    expect(figuresOf(answer)).toMatchObject([
      { id: 'completion_rate', value: 0, before: null, n: 0, inferred: 0, unknown: null },
      { id: 'cost', value: null, before: null, n: null, inferred: null, unknown: null },
    ]);
  });
});
