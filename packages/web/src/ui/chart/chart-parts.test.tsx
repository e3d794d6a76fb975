import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { defects, names, nodesOf, parse, textOf, words } from '../markup.fixture.ts';
import { ZoneContext } from '../zone.tsx';
import type { Line } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import { Legend } from './legend.tsx';
import { plotOptions } from './plot-options.ts';
import { Reading } from './reading.tsx';
import { TimeChart } from './time-chart.tsx';

const start = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const points = [start, start + minute, start + 2 * minute];
const line = (key: string, values: Line['values'], more: Partial<Line> = {}): Line => ({
  ...{ key, label: key, values },
  ...more,
});
const hostile = '<img src=x onerror=alert(1)>\u202etxt';
const cells = (html: string, tag: 'td' | 'th'): string[] =>
  nodesOf(parse(html))
    .filter((node) => node.tag === tag)
    .map(textOf);

describe('what the lines are', () => {
  const lines = [line('a', [1]), line('b', [1]), line('others', [1], { others: true })];
  const draw = (more: Partial<ComponentProps<typeof Legend>> = {}): string =>
    renderToStaticMarkup(<Legend lines={lines} left={0} narrow hasPrevious={false} {...more} />);
  const tokens = (html: string): string[] => [...html.matchAll(/var\(--([\w-]+)\)/g)].map((hit) => hit[1]!);
  test('stands below only where there is no room beside, each in the colour of its line', () => {
    expect(words(draw())).toBe('a b others');
    expect(tokens(draw())).toEqual(['line-1', 'line-2', 'bar-soft']);
    expect(draw({ narrow: false })).toBe('');
  });
  test('of a single line says nothing: the chart is called so', () => {
    expect(draw({ lines: lines.slice(0, 1) })).toBe('');
    expect(draw({ lines: [] })).toBe('');
  });
  test('says what is dashed and what is left out, wherever the names stand', () => {
    for (const narrow of [true, false]) {
      const html = draw({ narrow, hasPrevious: true, left: 3 });
      expect(words(html)).toMatch(/Previous period 3 more in the table \(t\)$/);
      expect(html).toContain('dashed');
    }
  });
  test('names agents as text', () => {
    const html = draw({ lines: [line(hostile, [1]), line('b', [1])] });
    expect(html).not.toContain('<img');
    expect(words(html)).toContain('U+202E');
  });
});

describe('the table', () => {
  const draw = (more: Partial<ComponentProps<typeof ChartTable>> = {}): string =>
    renderToStaticMarkup(
      <ChartTable
        label="T"
        points={points}
        lines={[line('a', [1, null, 3])]}
        previous={[]}
        unit="count"
        markers={[]}
        {...more}
        height={90}
      />,
    );
  test('has a row a point and a column a line, also for what is not known yet', () => {
    const html = draw({ lines: [line('a', [1, 2, 3]), line('b', [4])] });
    expect(cells(html, 'td')).toEqual(['3', '—', '2', '—', '1', '4']);
    expect(defects(html)).toEqual([]);
    expect(names(html, 'region')).toEqual(['T, as a table']);
  });
  test('puts what was under the line it belongs to, whatever order it came in', () => {
    const lines = [line('a', [1, 2, 3]), line('b', [4, 5, 6])];
    const html = draw({ lines, previous: [line('b', [40, 50, 60]), line('gone', [7, 7, 7])] });
    expect(cells(html, 'th').slice(0, 4)).toEqual(['Time', 'a', 'b', 'b, previous']);
    expect(cells(html, 'td').slice(0, 3)).toEqual(['3', '6', '60']);
    expect(words(html)).not.toContain('gone');
  });
  test('says in which step something changed, and leads there where it can', () => {
    const markers = [
      { at: points[1]! + 5, kind: 'model', text: hostile, path: '/runs/x' },
      { at: points[2]! + 10 * minute, kind: 'freeze', text: 'feast', path: null },
    ];
    const html = draw({ markers, onMark: () => {} });
    expect(cells(html, 'th').slice(0, 3)).toEqual(['Time', 'a', 'Changed']);
    const changed = cells(html, 'td').filter((_, n) => n % 2 === 1);
    expect(changed).toEqual(['■ Freeze: feast', expect.stringMatching(/^◆ Model: <img.*U\+202E/), '']);
    expect(names(html, 'button')).toHaveLength(1);
    expect(names(draw({ markers }), 'button')).toEqual([]);
  });
  test('of no points is its head', () => {
    const html = draw({ points: [], lines: [line('a', [])] });
    expect([cells(html, 'th'), cells(html, 'td')]).toEqual([['Time', 'a'], []]);
  });
  test('says times as the reader asked, and names the zone', () => {
    const html = renderToStaticMarkup(
      <ZoneContext.Provider value="local">
        <ChartTable
          {...{ label: 'T', points: [start], lines: [], previous: [], unit: 'count', height: 90, markers: [] }}
        />
      </ZoneContext.Provider>,
    );
    const two = (n: number): string => String(n).padStart(2, '0');
    const here = new Date(start);
    expect(cells(html, 'th')[1]).toMatch(new RegExp(` ${two(here.getHours())}:${two(here.getMinutes())} \\S+$`));
  });
});

describe('the reading', () => {
  const draw = (more: Partial<ComponentProps<typeof Reading>> = {}): string =>
    renderToStaticMarkup(
      <Reading
        {...{ at: 1, points, lines: [line('a', [1, 0, 3])], previous: [], unit: 'count', markers: [] }}
        {...{ step: minute, width: 600, left: 10 }}
        {...more}
      />,
    );
  const mark = (after: number, text: string) => ({ at: points[1]! + after, kind: 'release', text, path: null });
  test('tells 0 as 0 and what is not known as unknown', () => {
    expect(words(draw())).toMatch(/a 0$/);
    expect(words(draw({ at: 2, lines: [line('a', [1])] }))).toMatch(/a —$/);
  });
  test('tells what happened from the beginning of its step up to the next, which has its own', () => {
    const markers = [mark(-1, 'before'), mark(0, 'first'), mark(minute - 1, 'last'), mark(minute, 'after')];
    expect(words(draw({ markers }))).toMatch(/▲ first ▲ last$/);
  });
  test('tells six of what happened at most: it must not cover the chart', () => {
    const markers = Array.from({ length: 9 }, (_, n) => mark(n, `release ${n}`));
    expect(draw({ markers }).match(/▲/g)).toHaveLength(6);
  });
  test('stands on the side where the pointer is not', () => {
    expect(draw({ left: 100 })).toContain('right:8px');
    expect(draw({ left: 500 })).toContain('left:56px');
  });
  test('names agents and what happened as text', () => {
    const html = draw({ lines: [line(hostile, [1, 2, 3])], markers: [mark(0, hostile)] });
    expect(html).not.toContain('<img');
    expect(html.match(/U\+202E/g)!.length).toBeGreaterThanOrEqual(2);
  });
});

describe('what uPlot is told', () => {
  type Picture = Parameters<typeof plotOptions>[0];
  const told = (more: Partial<Picture> = {}) =>
    plotOptions({
      ...{ lines: [line('a', [1, 8])], previous: [], unit: 'count', zone: 'utc', markers: [], log: false },
      ...{ size: { width: 600, height: 200 }, ink: (token) => token, onCursor: () => undefined, until: 0 },
      ...more,
    });
  const range = (more: Partial<Picture>): unknown => (told(more).scales!['y']!.range as () => unknown)();
  test('the height holds what was, too', () => {
    expect(range({ previous: [line('a', [100, null])] })).toEqual([0, 108]);
    expect(range({ lines: [], previous: [] })).toEqual([0, 1]);
  });
  test('there is no half a run, and there are halves of everything else', () => {
    const steps = (unit: Picture['unit']) => told({ unit }).axes![1]!.incrs as number[] | undefined;
    for (const unit of ['count', 'tokens'] as const) {
      expect(steps(unit)!.every(Number.isInteger)).toBe(true);
      expect(steps(unit)).toEqual(steps(unit)!.toSorted((a, b) => a - b));
    }
    expect(steps('usd')).toBeUndefined();
  });
  test('where the cursor is nowhere that is said, and the first point is not nowhere', () => {
    const at: (number | null)[] = [];
    const [move] = told({ onCursor: (one) => at.push(one) }).hooks!.setCursor!;
    for (const idx of [0, 1, null, undefined]) move!({ cursor: { idx } } as never);
    expect(at).toEqual([0, 1, null, null]);
  });
  test('a logarithm is drawn only where it is asked for', () => {
    expect(told({ log: true }).scales!['y']).toEqual({ distr: 3 });
    expect(told().scales!['y']).not.toHaveProperty('distr');
  });
  test('times are those of UTC where the page says so, else of this browser', () => {
    const at = told().tzDate!(start / 1000);
    expect([at.getHours(), at.getDate()]).toEqual([12, 22]);
    expect(told({ zone: 'local' })).not.toHaveProperty('tzDate');
  });
});

describe('the chart', () => {
  test('without a point or a line is a chart about nothing, as a picture and as a table', () => {
    for (const asTable of [false, true]) {
      const html = renderToStaticMarkup(
        <TimeChart {...{ label: 'Runs', points: [], lines: [], unit: 'count', asTable }} />,
      );
      expect(names(html, 'group')).toEqual(['Runs']);
      expect(html.includes('Nothing known in this time')).toBe(!asTable);
    }
  });
  test('is called what agents call themselves as text', () => {
    const html = renderToStaticMarkup(
      <TimeChart label='" onfocus="alert(1)' points={points} lines={[line('a', [1, 2, 3])]} unit="count" />,
    );
    expect(names(html, 'group')).toEqual(['" onfocus="alert(1)']);
    expect(nodesOf(parse(html)).some(({ attrs }) => 'onfocus' in attrs)).toBe(false);
    expect(defects(html)).toEqual([]);
  });
});
