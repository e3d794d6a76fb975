import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import type { SpanFact } from './facts.ts';
import { agent, call, fact, tool } from './spans.fixture.ts';

const releases = (rows: readonly SpanFact[]) => {
  const { runs, invocations, steps } = assembleTrace(rows, true);
  return {
    runs: runs.map((run) => run.release),
    invocations: Object.fromEntries(invocations.map(({ spanId, release }) => [spanId, release])),
    steps: Object.fromEntries(steps.map(({ span, release }) => [span.spanId, release])),
  };
};

describe('the release of an invocation', () => {
  test('is what is declared, before any version and anything observed', () => {
    const rows = [
      agent('a', '', { release: 'r1', agentVersion: '2' }),
      call('m', 'a', { configDigest: 'abcdef012345' }),
    ];
    expect(releases(rows)).toEqual({ runs: ['r1'], invocations: { a: 'r1' }, steps: { a: 'r1', m: 'r1' } });
  });
  test('declared on any span holds for the whole run', () => {
    const rows = [agent('a', '', { agentVersion: '2' }), call('m', 'a', { release: 'r1' }), agent('b', 'a')];
    expect(releases(rows).invocations).toEqual({ a: 'r1', b: 'r1' });
  });
  test('is the version of its own agent, then of its service', () => {
    const rows = [
      agent('a', '', { agentVersion: '2', serviceVersion: '9' }),
      agent('b', 'a', { serviceVersion: '9', at: 1 }),
      tool('t', 'b', { at: 2 }),
    ];
    expect(releases(rows)).toEqual({
      runs: ['2'],
      invocations: { a: '2', b: '9' },
      steps: { a: '2', b: '9', t: '9' },
    });
  });
  test('is observed from its own first counted call', () => {
    const rows = [
      agent('a', ''),
      call('m', 'a', { at: 2, configDigest: '222222aaaaaa' }),
      call('n', 'a', { at: 1, configDigest: '111111aaaaaa' }),
      agent('b', 'a', { at: 3 }),
      call('o', 'b', { at: 4, configDigest: '333333aaaaaa' }),
      agent('c', 'a', { at: 5 }),
    ];
    const { runs, invocations, steps } = releases(rows);
    expect(runs).toEqual(['observed·111111']);
    expect(invocations).toEqual({ a: 'observed·111111', b: 'observed·333333', c: '' });
    expect(steps).toMatchObject({ m: 'observed·111111', o: 'observed·333333' });
  });
  test('without any agent is that of the run', () => {
    const rows = [fact('r', ''), call('m', 'r', { configDigest: 'abcdef012345' })];
    expect(releases(rows)).toMatchObject({ runs: ['observed·abcdef'], invocations: { r: 'observed·abcdef' } });
    expect(releases([fact('r', '', { serviceVersion: '1.2' }), rows[1]!]).runs).toEqual(['1.2']);
  });
});
