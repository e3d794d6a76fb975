import { describe, expect, test } from 'vitest';
import type { SpanCore, StepRow } from '../rows/step-row.ts';
import type { RunRow } from '../rows/run-row.ts';
import { ten } from '../telemetry.fixture.ts';
import { entriesOf } from './run-steps.ts';
import { windowOf } from './window.ts';

const span = (span_id: string, parent_span_id = ''): SpanCore => ({
  span_id,
  parent_span_id,
  team_id: 'tea_a',
  start_ns: '0',
  kind: 'other',
  agent: '',
});
const placed = (runs: Record<string, string>): Map<string, StepRow> =>
  new Map(Object.entries(runs).map(([id, run_id]) => [id, { span_id: id, run_id } as StepRow]));
const shown = (spans: SpanCore[], steps: Map<string, StepRow>): string[] =>
  entriesOf(spans, steps, 'run').map((entry) => entry.span.span_id);

describe('which spans are this run’s', () => {
  test('those the rebuild placed here', () => {
    expect(shown([span('a'), span('b', 'a')], placed({ a: 'run', b: 'other' }))).toEqual(['a']);
  });

  test('new ones below them, at any depth, in any order', () => {
    const spans = [span('d', 'c'), span('c', 'b'), span('b', 'a'), span('a'), span('y', 'x')];
    expect(shown(spans, placed({ a: 'run', x: 'other' }))).toEqual(['d', 'c', 'b', 'a']);
  });

  test('all of them while nothing is placed, or only this run is known', () => {
    expect(shown([span('a'), span('b', 'gone')], placed({}))).toEqual(['a', 'b']);
    expect(shown([span('a'), span('b', 'gone')], placed({ a: 'run' }))).toEqual(['a', 'b']);
  });

  test('with other runs in the trace, not those without a parent here, and not rings', () => {
    const spans = [span('a'), span('b', 'gone'), span('c', 'd'), span('d', 'c'), span('e', 'e')];
    expect(shown(spans, placed({ a: 'run', z: 'other' }))).toEqual(['a']);
  });
});

describe('where a run is looked for', () => {
  const row = (more: Partial<RunRow>): RunRow =>
    ({
      trace_id: 't',
      state: 'settled',
      marks: [],
      first_bucket_s: ten,
      last_end_ns: `${ten + 90}000000000`,
      ...more,
    }) as RunRow;
  const bounds = (more: Partial<RunRow>, now = ten * 1000): [number, number] => {
    const { low, high } = windowOf('wsp', row(more), now);
    return [low, high];
  };
  const hour = 3600;

  test('an hour around it once it has settled', () => {
    expect(bounds({})).toEqual([ten - hour, ten + 90 + hour]);
  });

  test('until a day beyond now while it runs: clocks may be ahead', () => {
    expect(bounds({ state: 'running' }, (ten + 500) * 1000)).toEqual([ten - hour, ten + 500 + 25 * hour]);
  });

  test('everywhere, where its clock cannot be believed', () => {
    expect(bounds({ marks: ['clock_suspect'] })).toEqual([0, 4_294_967_295]);
    expect(bounds({ first_bucket_s: 0 })).toEqual([0, 4_294_967_295]);
    expect(bounds({ last_end_ns: '9223372036000000000' })[1]).toBe(4_294_967_295);
  });
});
