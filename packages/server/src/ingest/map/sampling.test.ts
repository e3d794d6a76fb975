import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleWeight } from './sampling.ts';
import { mapped } from './span.fixture.ts';

describe('the weight of a sampled trace', () => {
  it.each([
    ['ot=th:0', 1],
    ['ot=th:8', 2],
    ['ot=th:c', 4],
    ['ot=th:f', 16],
    ['ot=rv:6e6d1a75832a2f;th:c', 4],
    ['ot=th:c;rv:6e6d1a75832a2f', 4],
    ['vendor=x,ot=th:8,other=y', 2],
    ['vendor=x, ot=th:8', 2],
  ])('%s is %d', (state, weight) => expect(sampleWeight(state)).toBeCloseTo(weight, 10));

  it.each([
    '',
    'vendor=th:8',
    'robot=th:8',
    'ot=rv:c',
    'ot=th:',
    'ot=th:8x',
    'ot=th:xyz',
    'ot=th:123456789abcdef',
    'ot=p:8',
  ])('%s says nothing', (state) => expect(sampleWeight(state)).toBeNull());

  it('is at least 1 and finite for every threshold', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{1,14}$/), (digits) => {
        const weight = sampleWeight(`ot=th:${digits}`)!;
        expect(weight).toBeGreaterThanOrEqual(1);
        expect(Number.isFinite(weight)).toBe(true);
      }),
    );
  });

  it('grows with the threshold', () => {
    const hex = fc
      .integer({ min: 0, max: 0xfffe })
      .map((value) => [value, value.toString(16).padStart(4, '0')] as const);
    fc.assert(
      fc.property(hex, hex, ([a, low], [b, high]) => {
        if (a < b) expect(sampleWeight(`ot=th:${low}`)!).toBeLessThan(sampleWeight(`ot=th:${high}`)!);
      }),
    );
  });
});

describe('a span', () => {
  it('is marked where it stands for more than itself', () => {
    expect(mapped({}, { traceState: 'ot=th:c' }).row).toMatchObject({ marks: ['sampled'], trace_state: 'ot=th:c' });
    for (const traceState of ['ot=th:0', 'ot=rv:0', '']) expect(mapped({}, { traceState }).row.marks).toEqual([]);
  });
});
