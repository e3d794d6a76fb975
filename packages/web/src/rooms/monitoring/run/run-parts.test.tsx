import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { aRun, aStep } from '../model/monitoring.fixture.ts';
import { stateNote } from '../model/state-note.ts';
import { stepTree } from '../model/step-tree.ts';
import { RunFigures, RunStats } from './run-stats.tsx';
import { stepColumns } from './step-columns.tsx';
import { StepFacts } from './step-facts.tsx';

const tokens = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

test('unknown figures are dashes with their reason, never zero', () => {
  const text = words(renderToStaticMarkup(<RunStats run={aRun({ id: 'r', durationMs: null, state: 'unfinished' })} />));
  expect(text).toContain('Duration — no end was received');
  expect(text).toContain('Tokens in — not reported');
  expect(text).toContain('Cost, USD — not reported by the client');
  expect(text).toContain('Errors 0');
});

test('on a phone one line tells the same: what is unknown is called so', () => {
  const line = (of: Partial<Parameters<typeof aRun>[0]>): string =>
    words(renderToStaticMarkup(<RunFigures run={aRun({ id: 'r', ...of })} />));
  expect(line({ costUsd: 0.0123, errors: 2, tokens: { ...tokens, input: 1840, output: 96 } })).toBe(
    '1.24 s · 1,840 tokens in, 96 out · 0.0123 USD · 2 errors',
  );
  expect(line({ durationMs: null, costUsd: null, errors: 0, tokens })).toBe(
    'Duration unknown · — tokens in, — out · cost unknown · no errors',
  );
});

test('known figures say where they come from', () => {
  const run = aRun({
    id: 'r',
    costUsd: 0.0123,
    errors: 2,
    tokens: { ...tokens, input: 1840, output: 96, cacheRead: 1024 },
    models: ['gpt-4.1-mini'],
  });
  const text = words(renderToStaticMarkup(<RunStats run={run} />));
  for (const part of [
    '1.24 s start to end',
    'Tokens in 1,840 1,024 from cache',
    '0.0123 as reported',
    'Errors 2 deepest failing',
    'gpt-4.1-mini',
  ])
    expect(text).toContain(part);
});

test('a run that has ended and not settled says so', () => {
  expect(stateNote({ state: 'running', durationMs: null, marks: [] })).toBe('Running');
  expect(stateNote({ state: 'running', durationMs: 5, marks: [] })).toBe('Ended, settling');
  expect(stateNote({ state: 'running', durationMs: null, marks: ['synthetic_time'] })).toBe('Ended, settling');
  expect(stateNote({ state: 'unfinished', durationMs: null, marks: [] })).toBe('No end received');
});

const outer = aStep({
  spanId: 'aaaaaaaaaaaaaaaa',
  kind: 'llm',
  countsTokens: false,
  tokens: { ...tokens, input: 10, output: 2 },
});
const inner = aStep({
  spanId: 'bbbbbbbbbbbbbbbb',
  kind: 'llm',
  parentSpanId: outer.spanId,
  tokens: { ...tokens, input: 10, output: 2 },
});

test('tokens that are not counted say why', () => {
  const facts = (step: typeof outer): string =>
    words(renderToStaticMarkup(<StepFacts step={step} steps={[outer, inner]} onStep={() => undefined} />));
  expect(facts(outer)).toContain('10 in, 2 out · not counted: same call as bbbb…bbbb');
  expect(facts({ ...outer, kind: 'agent' })).toContain('repeats the total of the calls below');
  expect(facts(inner)).not.toContain('not counted');
});

test('clock, status and marks of a step are told in words', () => {
  const step = aStep({
    spanId: 'a',
    offsetMs: -240,
    status: 'error',
    durationMs: null,
    marks: ['truncated', 'new_mark'],
  });
  const text = words(renderToStaticMarkup(<StepFacts step={step} steps={[step]} onStep={() => undefined} />));
  for (const part of [
    'Starts 240 ms before the run: the clocks disagree',
    'Error, passed on from a step below',
    'no end was received',
    'was cut',
    'new mark Marked by ingest',
  ])
    expect(text).toContain(part);
});

test('a row of the table: absent parent, uncounted tokens, what a folded node hides', () => {
  const failing = aStep({ spanId: 'c', parentSpanId: 'lost', kind: 'tool', name: 'execute_tool x', isError: true });
  const nodes = stepTree([outer, inner, failing], outer.spanId);
  const columns = stepColumns({
    run: aRun({ id: 'r' }),
    window: { from: 0, to: 10 },
    collapsed: new Set(['lost', outer.spanId]),
    onFold: () => undefined,
    lines: [],
    path: null,
  });
  const row = (i: number): string =>
    words(columns.map((c) => renderToStaticMarkup(<>{c.cell(nodes[i]!)}</>)).join(' '));
  expect(row(0)).toContain('+1');
  expect(row(0)).toContain('( 10 / 2 )'.replaceAll(' ', '').replace('/', ' / '));
  expect(row(1)).toContain('Parent lost not received');
});
