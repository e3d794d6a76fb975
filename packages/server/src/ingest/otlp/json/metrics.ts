import { type Json, list, object } from './fields.ts';
import { parseRequest } from './parse.ts';

const data = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** Number of data points in an ExportMetricsServiceRequest of OTLP JSON. Throws WireError where the body is not such a request. */
export function countMetricsJson(body: Uint8Array | string): number {
  const request = parseRequest(body);
  return each(request, 'resourceMetrics')
    .flatMap((group) => each(group, 'scopeMetrics'))
    .flatMap((group) => each(group, 'metrics'))
    .flatMap((metric) => data.map((name) => list(object(metric, name), 'dataPoints').length))
    .reduce((total, count) => total + count, 0);
}

const each = (from: Json, name: string): Json[] => list(from, name).map((entry) => object({ [name]: entry }, name));
