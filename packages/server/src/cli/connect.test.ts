import { expect, test } from 'vitest';
import { lineOf, linesOf } from './connect.ts';

const arrival: Parameters<typeof lineOf>[0] = {
  ...{ seq: 1, at: Date.parse('2026-11-22T12:00:05Z'), workspaceId: 'wsp_1', teamId: 'tea_1', keyId: 'k' },
  ...{ signal: 'traces', outcome: 'kept', detail: '', bytes: 812 },
} as const;

test('the lines are three, without spaces that strict parsers drop', () => {
  const lines = linesOf('http://127.0.0.1:4318', 'sbx_a_b').split('\n');
  expect(lines).toEqual([
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
    'OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=sbx_a_b',
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ]);
  expect(lines.join('')).not.toMatch(/\s/);
});

test.each<[typeof arrival, string]>([
  [arrival, '12:00:05 traces, 812 bytes: kept'],
  [{ ...arrival, signal: null, outcome: 'no_key', detail: 'No key.' } as const, '12:00:05 no key (No key.)'],
  [
    { ...arrival, signal: 'metrics', outcome: 'not_kept', detail: 'Metrics are not kept.' } as const,
    '12:00:05 metrics, 812 bytes: not kept (Metrics are not kept.)',
  ],
])('an arrival is one line', (one, line) => {
  expect(lineOf(one)).toBe(line);
});
