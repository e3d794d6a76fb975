import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AspectMark } from './aspect-mark.tsx';
import { byRole, names, nodesOf, parse } from './markup.fixture.ts';
import { Sparkline } from './sparkline.tsx';

const mark = (
  health: 'clear' | 'caution' | 'danger' | 'dark',
  authority: 'full' | 'limited' | 'held',
  said: string[] = [],
) =>
  renderToStaticMarkup(<AspectMark aspect={{ health, authority, reasons: said.map((sentence) => ({ sentence })) }} />);

describe('lamp and shunt mark', () => {
  test.each([
    ['clear', 'Healthy'],
    ['caution', 'Watch'],
    ['danger', 'Act now'],
    ['dark', 'No signal'],
  ] as const)('%s reads "%s" without colour', (health, word) => {
    expect(names(mark(health, 'full'), 'img')).toEqual([word]);
  });

  test('authority is a second fact, shown only where it is not full', () => {
    expect(names(mark('danger', 'held'), 'img')).toEqual(['Act now', 'Held']);
    expect(names(mark('clear', 'limited'), 'img')).toEqual(['Healthy', 'Limited']);
  });

  test('the reasons are said on hover; without any that too', () => {
    const title = (html: string): string => nodesOf(parse(html))[0]!.attrs['title']!;
    expect(title(mark('danger', 'full', ['9 of 30 failed.', 'Stopped.']))).toBe('9 of 30 failed.\nStopped.');
    expect(title(mark('clear', 'full'))).toBe('Nothing speaks against it.');
  });
});

describe('a sparkline', () => {
  const bars = (values: number[]) =>
    nodesOf(parse(renderToStaticMarkup(<Sparkline values={values} label="runs" />)))
      .filter((node) => node.tag === 'rect')
      .map((node) => ({ x: Number(node.attrs['x']), height: Number(node.attrs['height']) }));

  test('begins at 0: heights are as the counts', () => {
    const [one, two, four] = bars([1, 2, 4]);
    expect(two!.height / one!.height).toBeCloseTo(2);
    expect(four!.height / one!.height).toBeCloseTo(4);
  });

  test('nothing is a gap, and little is still seen', () => {
    expect(bars([0, 5, 0])).toHaveLength(1);
    expect(bars([0, 0])).toEqual([]);
    expect(bars([1, 100_000])[0]!.height).toBe(1);
  });

  test('each bar stands at its time', () => {
    expect(bars([1, 0, 1, 1]).map((bar) => Math.round(bar.x))).toEqual([1, 57, 85]);
  });

  test('says what it is; of no times it is empty', () => {
    const html = renderToStaticMarkup(<Sparkline values={[]} label="no runs" />);
    expect(byRole(html, 'img').map((one) => one.name)).toEqual(['no runs']);
    expect(html).not.toContain('NaN');
  });
});
