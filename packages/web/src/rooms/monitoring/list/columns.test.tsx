import { renderToStaticMarkup } from 'react-dom/server';
import type { Run } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { aRun } from '../model/monitoring.fixture.ts';
import { columns, TwoLines } from './columns.tsx';

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const cell = (id: string, run: Run): string => renderToStaticMarkup(<>{columns.find((c) => c.id === id)!.cell(run)}</>);

test('numbers are bare and right-aligned, units stand in the head', () => {
  const right = columns.filter((c) => c.align === 'right').map((c) => [c.header, c.unit]);
  expect(right).toEqual([
    ['Duration', 's'],
    ['Steps', undefined],
    ['Model calls', undefined],
    ['In', 'tokens'],
    ['Out', 'tokens'],
    ['Cost', 'USD'],
  ]);
  expect(words(cell('duration', aRun({ id: 'r', durationMs: 1240 })))).toBe('1.24');
});

test('unknown is a dash with its reason', () => {
  const run = aRun({ id: 'r', durationMs: null, state: 'unfinished', environment: null });
  for (const id of ['duration', 'in', 'out', 'cost', 'environment']) expect(words(cell(id, run))).toBe('—');
  expect(cell('cost', run)).toContain('Cost unknown: the client did not report it');
});

test('a running run shows how long so far, marked as measured here', () => {
  const run = aRun({
    id: 'r',
    durationMs: null,
    state: 'running',
    startedAt: new Date(Date.now() - 5000).toISOString(),
  });
  expect(words(cell('duration', run))).toMatch(/^~ ?[5-9]\.\d\d$/);
  expect(cell('duration', run)).toContain('clock of this browser');
});

test('previews are one line of text, the run’s name where there is none', () => {
  expect(words(cell('preview', aRun({ id: 'r', inputPreview: 'a\n\n<b>b' })))).toBe('a &lt;b&gt;b');
  expect(words(cell('preview', aRun({ id: 'r', name: 'handle mail' })))).toBe('handle mail');
});

test('two lines hold what a phone needs', () => {
  const text = words(renderToStaticMarkup(<TwoLines run={aRun({ id: 'r', inputPreview: 'Where is it?' })} />));
  expect(text).toMatch(/clerk .*1\.24 s Where is it\?/);
});
