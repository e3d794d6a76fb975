import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { defects, names, words } from '../markup.fixture.ts';
import type { Marker } from './chart-marks.ts';
import { MarkRim } from './mark-rim.tsx';

const start = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const mark = (minutes: number, kind: string, text = kind): Marker => ({
  ...{ at: start + minutes * minute, kind, text, path: null },
});
/** An hour on 600 px. */
const draw = (markers: Marker[], more: Partial<ComponentProps<typeof MarkRim>> = {}): string =>
  renderToStaticMarkup(
    <MarkRim {...{ markers, from: start, to: start + 60 * minute, until: 0, left: 40, width: 600 }} {...more} />,
  );
const places = (html: string): number[] => [...html.matchAll(/left:(-?[\d.]+)px/g)].map((hit) => Number(hit[1]));

test('each mark is a button that says kind, time and what, in the middle of its time', () => {
  const html = draw([mark(30, 'release', 'Clerk 1.4.2')]);
  expect(names(html, 'button')).toEqual(['Release, 2026-11-22 12:30:00 UTC: Clerk 1.4.2']);
  expect(places(html)).toEqual([40 + 300 - 12]);
  expect(defects(html)).toEqual([]);
});

test('near ones are one button that counts each kind', () => {
  const all = [mark(30, 'release'), mark(31, 'model'), mark(32, 'release'), mark(50, 'prompt')];
  expect(names(draw(all), 'button')).toEqual([
    '2 × Release, 1 × Model, from 2026-11-22 12:30:00 UTC',
    'Prompt, 2026-11-22 12:50:00 UTC: prompt',
  ]);
});

test('what is before or after is not there; what falls within the last step stands at its beginning', () => {
  expect(draw([mark(-1, 'release'), mark(61, 'release')])).toBe('');
  expect(places(draw([mark(63, 'release')], { until: start + 65 * minute }))).toEqual([40 + 600 - 12]);
});

test('signs are written only where nothing else draws them', () => {
  expect(words(draw([mark(1, 'model')]))).toBe('');
  expect(words(draw([mark(1, 'model'), mark(2, 'weather')], { drawn: true }))).toBe('◆◇');
});

test('hostile words are plain signs', () => {
  expect(draw([mark(1, 'model', '<b>\u202e')])).not.toContain('<b>');
  expect(names(draw([mark(1, 'model', 'a\u202eb')]), 'button')[0]).toContain('a[U+202E]b');
});
