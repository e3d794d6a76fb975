import { describe, expect, test } from 'vitest';
import { encode } from '../../../../../../test/oracle/encode.ts';
import { countMetricsJson } from '../json/metrics.ts';
import { WireError } from '../types.ts';
import { countMetrics } from './metrics.ts';

const points = (count: number) => ({ dataPoints: Array.from({ length: count }, () => ({ timeUnixNano: 5n })) });
const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
const metrics = kinds.map((kind, i) => ({ name: kind, unit: 's', value: { case: kind, value: points(10 ** i) } }));
const request = encode('ExportMetricsServiceRequest', {
  resourceMetrics: [
    { scopeMetrics: [{ metrics }, { metrics: [{ name: 'no data' }] }] },
    { scopeMetrics: [{ metrics }] },
  ],
});

describe('data points are counted over all kinds, groups and scopes', () => {
  test('in protobuf', () => expect(countMetrics(request.protobuf)).toBe(22_222));
  test('in JSON', () => expect(countMetricsJson(request.json)).toBe(22_222));
  test('in JSON with snake_case names', () => {
    const snake = {
      resource_metrics: [{ scope_metrics: [{ metrics: [{ exponential_histogram: { data_points: [{}, {}] } }] }] }],
    };
    expect(countMetricsJson(JSON.stringify(snake))).toBe(2);
  });
  test('an empty request has none', () => {
    expect([countMetrics(new Uint8Array()), countMetricsJson('{}')]).toEqual([0, 0]);
  });
  test('a broken wire is refused', () => {
    expect(() => countMetrics(request.protobuf.subarray(0, 1000))).toThrow(WireError);
    expect(() => countMetricsJson('{"resourceMetrics":7}')).toThrow(WireError);
    expect(() => countMetricsJson(request.json.slice(0, -1))).toThrow(WireError);
  });
});
