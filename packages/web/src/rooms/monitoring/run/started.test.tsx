import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { parse, textOf } from '../../../ui/markup.fixture.ts';
import { aRun, aStep } from '../model/monitoring.fixture.ts';
import { columns, TwoLines } from '../list/columns.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunStats } from './run-stats.tsx';
import { Started } from './started.tsx';
import { StepTable } from './step-table.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const imported = aRun({ id: 'r', marks: ['synthetic_time'], durationMs: null, state: 'settled' });
const drawn = async (part: Parameters<typeof drawPart>[0]): Promise<string> => textOf(parse(await drawPart(part)));

test('a moment that was recorded is shown; one that was not is never', async () => {
  expect(await drawn(<Started of={aRun({ id: 'r' })} full />)).toBe('2026-11-22 12:00:00.000 UTC');
  expect(await drawn(<Started of={imported} full />)).toBe('time not recorded');
  const cell = columns.find(({ id }) => id === 'started')!.cell;
  expect(await drawn(<>{cell(imported)}</>)).toBe('not recorded');
});

test('neither the run page nor a phone shows the moment it is filed under, and its duration is said to be unknown', async () => {
  for (const Part of [RunFacts, TwoLines, RunStats])
    expect(await drawPart(<Part run={imported} />)).not.toContain('12:00:00');
  expect(await drawn(<RunStats run={imported} />)).toContain('not recorded');
  expect(await drawn(<RunStats run={imported} />)).not.toContain('no end was received');
});

test('no clock runs for it while it settles', async () => {
  const settling = { ...imported, state: 'running' as const };
  const length = columns.find(({ id }) => id === 'duration')!.cell;
  expect(await drawn(<>{length(settling)}</>)).toBe('—');
  expect(await drawn(<TwoLines run={settling} />)).toContain('Duration unknown');
  expect(await drawn(<RunStats run={settling} />)).not.toContain('still running');
});

test('its steps stand in their order, without a path, a moment or a length', async () => {
  const step = aStep({ spanId: 'a', parentSpanId: null, offsetMs: 0, durationMs: null, marks: ['synthetic_time'] });
  const shown = { selected: null, zoom: null, onSelect: () => {}, onZoom: () => {} };
  const drawnSteps = (run: typeof imported) =>
    drawn(<StepTable run={run} steps={[{ ...step, spanId: run.topSpanId }]} path {...shown} />);
  const found = await drawnSteps({ ...imported, state: 'running' });
  expect(found).toContain('step');
  expect(found).not.toMatch(/\d ?(ms|s|h)\b|running|Critical path/);
  expect(await drawnSteps(aRun({ id: 'r', durationMs: 4000 }))).toContain('Critical path 0 ms');
});
