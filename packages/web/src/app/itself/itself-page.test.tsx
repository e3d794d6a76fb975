import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defects, names, words } from '../../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPage } from '../house.fixture.tsx';
import { Problem } from '../api.ts';
import { type Figure, titleOf, valuesOf } from './figures.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const figure = (
  name: string,
  samples: Partial<Figure['samples'][number]>[],
  type: Figure['type'] = 'gauge',
): Figure => ({
  ...{ name: `signalbox_${name}`, type, help: 'What it is.', advice: 'What to do.' },
  samples: samples.map((one) => ({ suffix: '', labels: {}, value: 0, ...one })),
});
const times = figure(
  'warehouse_query_seconds',
  [
    { suffix: '_bucket', labels: { le: '0.05' }, value: 6 },
    { suffix: '_bucket', labels: { le: '2.5' }, value: 9 },
    { suffix: '_bucket', labels: { le: '+Inf' }, value: 10 },
    { suffix: '_sum', value: 60 },
    { suffix: '_count', value: 10 },
  ],
  'histogram',
);

test('figures are told with their unit; unknown ones as nothing', () => {
  expect(valuesOf(figure('spool_age_seconds', [{ value: 2.34 }]))).toEqual(['2.3 s']);
  expect(valuesOf(figure('disk_used_ratio', [{ value: 0.5 }]))).toEqual(['50.0 %']);
  expect(valuesOf(figure('state_up', [{ value: 0 }]))).toEqual(['down']);
  expect(valuesOf(figure('ingest_refused_requests_total', [{ labels: { code: 'a.b' }, value: 3 }]))).toEqual(['a.b 3']);
  const states = ['starting', 'up', 'down'].map((state) => ({ labels: { state }, value: state === 'up' ? 1 : 0 }));
  expect(valuesOf(figure('warehouse_state', states))).toEqual(['up']);
  expect(valuesOf(times)).toEqual(['p50 ≤ 50 ms, p95 over 30 s', '10 in all']);
  expect(valuesOf(figure('rebuild_lag_seconds', []))).toEqual([]);
  expect(titleOf('signalbox_spool_age_seconds')).toBe('Spool age');
});

test('the page says what to do about each', async () => {
  const html = await drawPage('/settings/itself', [
    [['access', 'me'], aMe()],
    [['figures'], { items: [times, figure('rebuild_lag_seconds', [])] }],
  ]);
  expect(names(html, 'heading')).toContain('Signalbox itself');
  expect(words(html)).toContain('p50 ≤ 50 ms');
  expect(words(html)).toContain('What to do.');
  expect(defects(html)).toEqual([]);
});

test('figures that cannot be read say so', async () => {
  const refused = new Problem(403, { title: 'Not allowed', detail: 'This needs the right.' });
  const html = await drawPage('/settings/itself', [
    [['access', 'me'], aMe()],
    [['figures'], refused],
  ]);
  expect(names(html, 'alert')[0]).toContain('Not allowed');
});
