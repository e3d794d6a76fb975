import { expect, test } from 'vitest';
import { otlpPath } from './otlp-paths.ts';

test.each([
  ['/v1/traces', 'traces', 'x-signalbox-key'],
  ['/v1/logs/', 'logs', 'x-signalbox-key'],
  ['/v1/metrics?x=/v1/traces', 'metrics', 'x-signalbox-key'],
  ['/api/public/otel/v1/traces', 'traces', 'x-signalbox-key'],
  ['/otel/v1/traces', 'traces', 'x-api-key'],
  ['/otel/v1/logs', 'logs', 'x-api-key'],
])('%s takes %s', (url, signal, keyHeader) => {
  expect(otlpPath(url)).toEqual({ signal, keyHeader });
});

test.each([
  '/',
  '/v1/tracesx',
  '/v1/profiles',
  '/x/v1/traces',
  '/otel/otel/v1/traces',
  '/api/v1/traces',
  '/V1/traces',
  '?/v1/traces',
])('%s is left to others', (url) => {
  expect(otlpPath(url)).toBeNull();
});
