import { describe, expect, test } from 'vitest';
import { anAnswer, columnsOf, minutes } from './answer.fixture.ts';
import { chartsOf, figuresOf, groupsOf } from './answer.ts';
import { csvOf } from './csv.ts';

const { time, agent, runs, rate, cost } = columnsOf;
const [first, second] = minutes as [string, string, string];

describe('charts', () => {
  test('a count is 0 in a minute without a row, and unknown in one that is not over', () => {
    const [chart] = chartsOf(anAnswer({ rows: [[second, 4]] }));
    expect(chart).toMatchObject({ unit: 'count', title: 'Runs', points: minutes.map((one) => Date.parse(one)) });
    expect(chart!.lines).toEqual([{ key: 'runs =', label: 'Runs', values: [0, 4, null] }]);
    expect(chartsOf(anAnswer())[0]!.lines[0]!.values).toEqual([0, 0, null]);
  });
  test('a rate, a sum and a mean of counts without a row are gaps, never 0', () => {
    const shares = { inferred: {}, unknown: {}, n: { runs: [3] } };
    const answers = [
      anAnswer({ columns: [time, rate], rows: [[first, 0.5]] }),
      anAnswer({ columns: [time, cost], rows: [[first, 0.5]] }),
      anAnswer({ rows: [[first, 0.5]], shares }),
    ];
    for (const one of answers) expect(chartsOf(one)[0]!.lines[0]!.values).toEqual([0.5, null, null]);
  });
  test('different units are different charts; the same unit shares one', () => {
    const failed = { ...runs, id: 'failed', label: 'Failed' };
    const charts = chartsOf(anAnswer({ columns: [time, runs, rate, failed], rows: [[first, 2, 0.5, 1]] }));
    expect(charts.map(({ unit, title, lines }) => [unit, title, lines.map(({ label }) => label)])).toEqual([
      ['count', 'Runs, Failed', ['Runs', 'Failed']],
      ['ratio', 'Completion rate', ['Completion rate']],
    ]);
  });
  test('a line for each group; what was not told has a name; all beyond the limit are the others', () => {
    const rows = [
      [first, 'triage', 3],
      [first, null, 1],
      [first, 'others', 9],
      [second, 'others', 7],
    ];
    const [chart] = chartsOf(anAnswer({ columns: [time, agent, runs], rows, folded: [2, 3] }));
    expect(chart!.lines.map(({ label, others = false, values }) => [label, others, values])).toEqual([
      ['triage', false, [3, 0, null]],
      ['not told', false, [1, 0, null]],
      ['others', true, [9, 7, null]],
    ]);
  });
  test('the period before lies on the same minutes, with its own times', () => {
    const before = ['2026-11-22T11:57:00.000Z', '2026-11-22T11:58:00.000Z'];
    const answer = anAnswer({ rows: [[first, 1]], previous: [[before[1]!, 8]], previousPoints: before });
    expect(chartsOf(answer)[0]!.previous).toMatchObject([{ key: 'runs =', values: [0, 8, null] }]);
    const groups = anAnswer({
      ...{
        columns: [time, agent, runs],
        rows: [
          [first, 'a', 1],
          [first, '', 2],
        ],
        folded: [1],
      },
      ...{ previous: [[before[0]!, '', 5]], previousPoints: before },
    });
    const [chart] = chartsOf(groups);
    expect(chart!.previous[0]).toMatchObject({ key: chart!.lines[1]!.key, others: true });
  });
});

test('groups keep their order, the folded ones last; nothing told is no 0', () => {
  const rows = [
    ['others', 90],
    ['a', 7],
    ['b', null],
  ];
  const { unit, groups } = groupsOf(anAnswer({ columns: [agent, cost], rows, folded: [0], points: [] }));
  expect(unit).toBe('usd');
  expect(groups.map(({ label, value }) => [label, value])).toEqual([
    ['a', 7],
    ['b', null],
    ['others', 90],
  ]);
});

test('figures say of how many they are, what nobody declared, and what they were', () => {
  const shares = {
    inferred: { completion_rate: [0.25] },
    unknown: { completion_rate: [0.1] },
    n: { completion_rate: [40] },
  };
  const answer = anAnswer({ columns: [rate], rows: [[0.9]], previous: [[null]], shares, points: [] });
  expect(figuresOf(answer)).toEqual([
    {
      id: 'completion_rate',
      label: 'Completion rate',
      unit: 'ratio',
      value: 0.9,
      before: null,
      n: 40,
      inferred: 0.25,
      unknown: 0.1,
    },
  ]);
  expect(figuresOf(anAnswer({ columns: [runs], points: [] }))[0]).toMatchObject({
    value: null,
    before: undefined,
    n: null,
  });
});

test('CSV has raw figures, nothing for what is unknown, and no formula', () => {
  const rows = [
    [first, '=1+1', 2, 0.5],
    [first, 'a "b", c', null, null],
    [first, '', 9, 1],
  ];
  expect(csvOf(anAnswer({ columns: [time, agent, runs, rate], rows, folded: [2] }))).toBe(
    [
      'time,agent,runs,completion_rate_ratio',
      `${first},'=1+1,2,0.5`,
      `${first},"a ""b"", c",,`,
      `${first},others,9,1`,
      '',
    ].join('\r\n'),
  );
});
