import type uPlot from 'uplot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Marker } from './chart-marks.ts';
import type { Line } from './chart-model.ts';
import { coloursIn } from './colours.ts';
import { column, drawLabels, drawMarkers, labelRoom } from './draw-beside.ts';

beforeEach(() => void vi.stubGlobal('devicePixelRatio', 2));
afterEach(() => void vi.unstubAllGlobals());

type Drawn = { text: string; x: number; y: number; ink: string };
/** A chart of 400 × 100 px on a screen of two dots a px, its times in seconds; letters are 6 px wide. */
function aChart([min, max]: [number, number] = [0, 4000]) {
  const texts: Drawn[] = [];
  const bars: { ink: string; y: number }[] = [];
  const lines: number[] = [];
  let saved = 0;
  const ctx = {
    fillStyle: '',
    save: () => saved++,
    restore: () => saved--,
    measureText: (text: string) => ({ width: text.length * 12 }),
    fillText: (text: string, x: number, y: number) => texts.push({ text, x, y, ink: ctx.fillStyle }),
    fillRect: (_: number, y: number) => bars.push({ ink: ctx.fillStyle, y }),
    moveTo: (x: number) => lines.push(x),
    ...{ beginPath: vi.fn(), lineTo: vi.fn(), stroke: vi.fn(), setLineDash: vi.fn() },
  };
  const bbox = { left: 100, top: 40, width: 800, height: 200 };
  const valToPos = (value: number, scale: string): number =>
    scale === 'x' ? bbox.left + ((value - min) / (max - min)) * bbox.width : bbox.top + bbox.height - value * 2;
  const u = { ctx, bbox, valToPos, scales: { x: { min, max } } } as unknown as uPlot;
  return { u, texts, bars, lines, open: () => saved };
}
const line = (label: string, values: Line['values'], more: Partial<Line> = {}): Line => ({
  ...{ key: label, label, values },
  ...more,
});
const ink = (token: string): string => token;

describe('names beside their lines', () => {
  test('stand right of the chart at the last known value, each behind a stroke in its colour', () => {
    const { u, texts, bars, open } = aChart();
    drawLabels(u, [line('a', [1, 80]), line('b', [40, null]), line('others', [0, 10], { others: true })], ink);
    expect(texts.map(({ text, y }) => [text, y])).toEqual([
      ['a', 80],
      ['b', 160],
      ['others', 220],
    ]);
    expect(texts.every(({ x, ink: of }) => x > 900 && of === 'ink')).toBe(true);
    expect(bars.map((bar) => bar.ink)).toEqual(['line-1', 'line-2', 'bar-soft']);
    expect(open()).toBe(0);
  });
  test('a line of which nothing is known has none, and the next keeps its colour', () => {
    const { u, texts, bars } = aChart();
    drawLabels(u, [line('gone', [null, null]), line('b', [1, 2])], ink);
    expect(texts.map(({ text }) => text)).toEqual(['b']);
    expect(bars.map((bar) => bar.ink)).toEqual(['line-2']);
  });
  test('are a line of letters apart where their lines end together', () => {
    const { u, texts } = aChart();
    drawLabels(u, [line('a', [50]), line('b', [50]), line('c', [50])], ink);
    const places = texts.map(({ y }) => y).toSorted((a, b) => a - b);
    expect([places[1]! - places[0]!, places[2]! - places[1]!]).toEqual([28, 28]);
  });
  test('are cut to their room, and no character is cut in two', () => {
    const { u, texts } = aChart();
    drawLabels(u, [line(`triage-${'long-'.repeat(20)}`, [1]), line(`x${'🚦'.repeat(40)}`, [90])], ink);
    for (const { text } of texts) {
      expect(text.endsWith('…')).toBe(true);
      expect(text.length * 12).toBeLessThanOrEqual(labelRoom * 2);
      expect(text).toBe(text.toWellFormed());
    }
    expect(texts[0]!.text.startsWith('triage-')).toBe(true);
  });
  test('turn nothing around and hide nothing: agents choose their names', () => {
    const { u, texts } = aChart();
    drawLabels(u, [line('a\u202eb', [1]), line('x\u0000y', [90])], ink);
    expect(texts.map(({ text }) => text)).toEqual(['a[U+202E]b', 'x[U+0000]y']);
  });
  test('none at all draws nothing', () => {
    const { u, texts, bars } = aChart();
    drawLabels(u, [], ink);
    expect([texts, bars]).toEqual([[], []]);
  });
});

describe('marks', () => {
  const mark = (at: number, kind: Marker['kind'] = 'release'): Marker => ({ at, kind, text: 'x', path: null });
  test('stand at their time, with the sign of their kind on top', () => {
    const { u, texts, lines, open } = aChart();
    drawMarkers(u, [mark(1_000_000), mark(3_000_000, 'incident')], ink);
    expect(texts.map(({ text, x, ink: of }) => [text, x, of])).toEqual([
      ['▲', 300, 'ink'],
      ['●', 700, 'danger'],
    ]);
    expect(texts.every(({ y }) => y < 40)).toBe(true);
    expect(lines).toEqual([300, 700]);
    expect(open()).toBe(0);
  });
  test('before and after the chart are not drawn; on its rims they are', () => {
    const { u, lines } = aChart([1000, 2000]);
    drawMarkers(
      u,
      [999, 1000, 1500, 2000, 2001].map((at) => mark(at * 1000)),
      ink,
    );
    expect(lines).toEqual([100, 500, 900]);
  });
  test('within the last step stand where it begins', () => {
    const { u, lines } = aChart([1000, 2000]);
    drawMarkers(u, [mark(2_050_000), mark(2_200_000)], ink, 2_100_000);
    expect(lines).toEqual([900]);
  });
  test('that would stand on each other are one, with the sign of each kind', () => {
    const { u, lines, texts } = aChart();
    // A px is ten seconds here.
    drawMarkers(u, [mark(1_000_000), mark(1_239_000), mark(1_240_000), mark(1_050_000, 'policy')], ink);
    expect(lines).toHaveLength(2);
    expect(texts.map(({ text }) => text)).toEqual(['▲§', '▲']);
  });
});

test('what is unknown stays so in a column, and the column is a copy', () => {
  const values = [1, null, 0];
  const made = column(values);
  expect(made).toEqual(values);
  made[0] = 9;
  expect(values[0]).toBe(1);
});

describe('colours', () => {
  /** A page whose tokens are resolved only within it. */
  function aPage(colours: Record<string, string>) {
    const asked: string[] = [];
    const span = {
      ...{ hidden: false, isConnected: false, style: { color: '' } },
      remove: () => void (span.isConnected = false),
    };
    const element = {
      ownerDocument: { createElement: () => span },
      append: () => void (span.isConnected = true),
    } as unknown as HTMLElement;
    vi.stubGlobal('getComputedStyle', () => ({
      get color() {
        asked.push(span.style.color);
        return span.isConnected ? colours[span.style.color] : '';
      },
    }));
    return { element, asked, span };
  }
  test('are asked of the page once each, and leave nothing on it', () => {
    const { element, asked, span } = aPage({ 'var(--ink)': 'rgb(1, 2, 3)', 'var(--line-1)': 'rgb(4, 5, 6)' });
    const of = coloursIn(element);
    expect(['ink', 'line-1', 'ink', 'ink'].map(of)).toEqual([
      'rgb(1, 2, 3)',
      'rgb(4, 5, 6)',
      'rgb(1, 2, 3)',
      'rgb(1, 2, 3)',
    ]);
    expect(asked).toEqual(['var(--ink)', 'var(--line-1)']);
    expect(span).toMatchObject({ isConnected: false, hidden: true });
  });
});
