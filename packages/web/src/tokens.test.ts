import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Theme = 'light' | 'dark';
const tokens = new Map<string, Record<Theme, string>>();
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g))
  tokens.set(name!, { light: light!, dark: dark! });

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
const colour = (name: string, theme: Theme): string => {
  const token = tokens.get(name);
  if (!token) throw new Error(`no token --${name}`);
  return token[theme];
};

const themes: Theme[] = ['light', 'dark'];
const surfaces = ['ground', 'panel', 'sunk', 'select'];
const words = ['ink', 'muted', 'accent', 'clear', 'caution', 'danger', 'shunt'];

test('the formula gives the known ends', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each(themes.flatMap((t) => surfaces.flatMap((s) => words.map((w) => [t, w, s] as const))))(
  '%s: %s reads on %s',
  (theme, word, surface) => {
    expect(contrast(colour(word, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  },
);

const marks: [string, string][] = [
  ...surfaces.flatMap((s) => ['edge', 'bar', 'bar-soft', 'dark', 'danger-fill'].map((m): [string, string] => [m, s])),
  ...['ground', 'panel'].flatMap((s) => [1, 2, 3, 4, 5].map((n): [string, string] => [`line-${n}`, s])),
  ['caution-arm', 'caution-fill'],
  ['danger-arm', 'danger-fill'],
  ['on-accent', 'accent'],
];
test.each(themes.flatMap((t) => marks.map(([m, s]) => [t, m, s] as const)))(
  '%s: %s is seen on %s',
  (theme, mark, on) => {
    expect(contrast(colour(mark, theme), colour(on, theme))).toBeGreaterThanOrEqual(3);
  },
);

test('amber is rimmed where its fill would vanish', () => {
  expect(contrast(colour('caution-fill', 'light'), colour('ground', 'light'))).toBeLessThan(3);
  expect(contrast(colour('caution-rim', 'light'), colour('ground', 'light'))).toBeGreaterThanOrEqual(3);
});

test('words on the primary button read', () => {
  for (const theme of themes)
    expect(contrast(colour('on-accent', theme), colour('accent', theme))).toBeGreaterThanOrEqual(4.5);
});
