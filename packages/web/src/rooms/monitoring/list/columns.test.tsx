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

const outcomes = ['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'] as const;

test('a cell of every column for every outcome and state: something, never "null", "NaN" or "undefined"', () => {
  for (const value of outcomes)
    for (const state of ['running', 'settled', 'unfinished'] as const)
      for (const durationMs of [null, 0, 3, 1240, 86_400_000]) {
        const run = aRun({ id: 'r', state, durationMs, outcome: { value, source: null, refused: false } });
        for (const { id } of columns) {
          const text = words(cell(id, run));
          expect([id, text]).not.toEqual([id, expect.stringMatching(/null|NaN|undefined|Infinity/)]);
          if (id !== 'preview') expect([id, text]).not.toEqual([id, '']);
        }
      }
});

test('zero is zero, unknown is a dash: tokens, cost, calls', () => {
  const zero = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
  const known = aRun({ id: 'r', tokens: zero, costUsd: 0, modelCalls: 0, steps: 0 });
  expect(['in', 'out', 'cost', 'calls', 'steps'].map((id) => words(cell(id, known)))).toEqual([
    '0',
    '0',
    '0.0000',
    '0',
    '0',
  ]);
  expect(['in', 'out', 'cost'].map((id) => words(cell(id, aRun({ id: 'r' }))))).toEqual(['—', '—', '—']);
});

test('very small and very large figures stay readable and true', () => {
  const tokens = { input: 123_456_789, output: 1, cacheRead: null, cacheWrite: null, reasoning: null };
  const run = aRun({ id: 'r', durationMs: 0.4, costUsd: 0.000_01, tokens });
  expect(['duration', 'cost', 'in', 'out'].map((id) => words(cell(id, run)))).toEqual([
    '&lt;0.01',
    '&lt;0.0001',
    '123,456,789',
    '1',
  ]);
});

test('an environment that is not known is a dash, an empty agent name is no crash', () => {
  expect(words(cell('environment', aRun({ id: 'r', environment: null })))).toBe('—');
  expect(cell('agent', aRun({ id: 'r', agent: '' }))).toBe('<bdi></bdi>');
});

test('what was asked is the preview; what was answered only where nothing was asked', () => {
  const preview = (over: object): string => words(cell('preview', aRun({ id: 'r', ...over })));
  expect(preview({ inputPreview: 'asked', outputPreview: 'answered' })).toBe('asked');
  expect(preview({ outputPreview: 'answered' })).toBe('answered');
  expect(preview({ name: 'clerk', agent: 'clerk' })).toBe('');
});

test('on a phone: running and unknown lengths are said in words, never as 0', () => {
  const lines = (over: object): string => words(renderToStaticMarkup(<TwoLines run={aRun({ id: 'r', ...over })} />));
  expect(lines({ durationMs: null, state: 'running' })).toContain('Running');
  expect(lines({ durationMs: null, state: 'unfinished' })).toContain('Duration unknown');
  expect(lines({ durationMs: 0 })).toContain('0 ms');
});
