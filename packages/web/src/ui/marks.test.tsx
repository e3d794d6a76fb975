import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AspectMark } from './aspect-mark.tsx';
import { byRole, names, nodesOf, parse } from './markup.fixture.ts';
import { Sparkline } from './sparkline.tsx';

const bars = (values: readonly number[]) =>
  nodesOf(parse(renderToStaticMarkup(<Sparkline values={values} label="Invocations" />)))
    .filter(({ tag }) => tag === 'rect')
    .map(({ attrs }) => ({
      x: Number(attrs['x']),
      y: Number(attrs['y']),
      height: Number(attrs['height']),
      width: Number(attrs['width']),
    }));

describe('a sparkline', () => {
  test('says what it is to those who do not see it', () => {
    expect(names(renderToStaticMarkup(<Sparkline values={[1, 2]} label="Invocations an hour" />), 'img')).toEqual([
      'Invocations an hour',
    ]);
  });

  test('nothing is a gap, and anything is seen: one beside a million is not 0 px', () => {
    const [one, million, ...rest] = bars([1, 0, 1_000_000]);
    expect(rest).toEqual([]);
    expect(one!.height).toBeGreaterThanOrEqual(1);
    expect(million!.height).toBeGreaterThan(one!.height);
    expect(bars([0, 0, 0])).toEqual([]);
    expect(bars([])).toEqual([]);
  });

  test('bars stand from the line up, within the picture, in the order of time', () => {
    for (const values of [
      [3],
      [1, 2, 3],
      Array.from({ length: 48 }, (_, n) => n + 1),
      Array.from({ length: 100 }, () => 5),
    ]) {
      const drawn = bars(values);
      expect(drawn.map(({ x }) => x)).toEqual(drawn.map(({ x }) => x).toSorted((a, b) => a - b));
      for (const { x, y, height, width } of drawn) {
        expect(y + height).toBeCloseTo(20, 6);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThanOrEqual(1);
        expect(x >= 0 && x + width <= 113).toBe(true);
      }
    }
  });

  test('heights are to scale: twice as many is twice as high', () => {
    const [half, whole] = bars([50, 100]);
    expect(whole!.height / half!.height).toBeCloseTo(2, 6);
  });
});

describe('the mark of an agent', () => {
  const mark = (health: 'clear' | 'danger', authority: 'full' | 'held', sentences: string[] = []): string =>
    renderToStaticMarkup(
      <AspectMark aspect={{ health, authority, reasons: sentences.map((sentence) => ({ sentence })) }} />,
    );

  test('is its health, and its authority only where that is not full', () => {
    expect(names(mark('clear', 'full'), 'img')).toEqual(['Healthy']);
    expect(names(mark('danger', 'held'), 'img')).toEqual(['Act now', 'Held']);
  });

  test('has its reasons, or says that there are none', () => {
    const title = (html: string) => nodesOf(parse(html))[0]!.attrs['title'];
    expect(title(mark('danger', 'full', ['Half of the runs fail.', '<b>Slow</b> since noon.']))).toBe(
      'Half of the runs fail.\n<b>Slow</b> since noon.',
    );
    expect(title(mark('clear', 'full'))).toBe('Nothing speaks against it.');
    expect(byRole(mark('danger', 'full', ['<img src=x>']), 'img')).toHaveLength(1);
  });
});
