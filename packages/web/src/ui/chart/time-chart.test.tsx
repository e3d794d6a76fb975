import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Line } from './chart-model.ts';
import { plotOptions } from './plot-options.ts';
import { Reading } from './reading.tsx';
import { TimeChart } from './time-chart.tsx';

const start = Date.UTC(2026, 10, 22, 12);
const points = [start, start + 60_000, start + 120_000];
const line = (key: string, values: (number | null)[], more: Partial<Line> = {}): Line => ({
  key,
  label: key,
  values,
  ...more,
});
const chart = (more: Partial<ComponentProps<typeof TimeChart>> = {}): string =>
  renderToStaticMarkup(
    <TimeChart label="Runs" points={points} lines={[line('a', [1, null, 1204])]} unit="count" {...more} />,
  );

describe('the chart', () => {
  test('is named, takes keys, and says which', () => {
    const html = chart();
    expect(html).toContain('role="group" aria-label="Runs"');
    expect(html).toContain('tabindex="0"');
    expect(html).toContain('t shows the table');
  });
  test('says what is dashed, and how many lines it leaves out', () => {
    expect(chart({ previous: [line('a', [2, 2, 2])] })).toContain('Previous period');
    expect(chart()).not.toContain('Previous period');
    expect(chart({ lines: [...'abcdefg'].map((key) => line(key, [1, 2, 3])) })).toContain('2 more in the table');
  });
});

test('nothing known is said, and is no line at 0', () => {
  expect(chart({ lines: [line('a', [null, null, null])] })).toContain('Nothing known in this time');
  expect(chart({ lines: [line('a', [null, 0, null])] })).not.toContain('Nothing known');
});

describe('the table behind it', () => {
  test('has every figure, the newest first, and no 0 for what is unknown', () => {
    const html = chart({ asTable: true });
    const cells = [...html.matchAll(/<td[^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(cells).toEqual(['1,204', '—', '1']);
    expect([...html.matchAll(/<th scope="row"[^>]*>([^<]*)/g)].map((match) => match[1])).toEqual([
      '2026-11-22 12:02 UTC',
      '2026-11-22 12:01 UTC',
      '2026-11-22 12:00 UTC',
    ]);
  });
  test('has lines that are not drawn, units, and the period before', () => {
    const lines = [...'abcdefg'].map((key) => line(key, [0.5, 0.5, 0.5]));
    const html = chart({ asTable: true, lines, unit: 'ratio', previous: [line('a', [0.25, null, 0.125])] });
    expect(html).toContain('g</bdi>, %');
    expect(html).toContain('a</bdi>, previous');
    expect(html).toContain('>12.5<');
  });
  test('shows names of agents as text', () => {
    expect(chart({ asTable: true, lines: [line('<b>x</b>', [1, 1, 1])] })).not.toContain('<b>x');
  });
});

test('under the cursor: exact figures of each line, what they were, and what happened in the step', () => {
  const html = renderToStaticMarkup(
    <Reading
      {...{ at: 1, points, unit: 'ms', step: 60_000, width: 600, left: 10 }}
      lines={[line('p50', [1, 1240, 1]), line('p95', [1, null, 1])]}
      previous={[line('p50', [1, 900, 1])]}
      markers={[
        { at: start + 61_000, kind: 'release', text: 'triage 2.0.0', path: null },
        { at: start + 121_000, kind: 'release', text: 'later', path: null },
      ]}
    />,
  );
  for (const text of ['2026-11-22 12:01 UTC', '1.24 s', 'was 0.9 s', '—', '▲ <bdi>triage 2.0.0'])
    expect(html).toContain(text);
  expect(html).not.toContain('later');
});

describe('what uPlot is told', () => {
  const picture = (more: Partial<Parameters<typeof plotOptions>[0]> = {}) =>
    plotOptions({
      ...{ lines: [line('a', [1, null, 3])], previous: [], unit: 'count', zone: 'utc', markers: [], log: false },
      ...{ size: { width: 600, height: 200 }, ink: (token) => token, onCursor: () => undefined, until: 0 },
      ...more,
    });
  test('gaps stay gaps, and lone values are points', () => {
    const [, drawn] = picture().series;
    expect(drawn).toMatchObject({ spanGaps: false, stroke: 'line-1' });
    expect((drawn!.points!.filter as unknown as () => number[])()).toEqual([0, 2]);
  });
  test('the time before lies under the lines, grey and dashed; the others are grey', () => {
    const lines = [line('a', [1]), line('others', [1], { others: true })];
    const { series } = picture({ lines, previous: [line('a', [1])] });
    expect(series.map(({ stroke, dash }) => [stroke, dash])).toEqual([
      [undefined, undefined],
      ['bar-soft', [4, 4]],
      ['line-1', undefined],
      ['bar-soft', undefined],
    ]);
  });
  test('names stand beside several lines, where there is room', () => {
    const room = (width: number, n: number): number =>
      picture({ lines: Array.from({ length: n }, (_, at) => line(`${at}`, [1])), size: { width, height: 200 } })
        .padding![1] as number;
    expect(room(600, 2)).toBeGreaterThan(room(600, 1));
    expect(room(300, 2)).toBe(room(600, 1));
  });
});
