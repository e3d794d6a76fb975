import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logRequest, traceRequest } from '../../../../../test/oracle/arbitraries.ts';
import { expectedLogs, expectedSpans } from '../../../../../test/oracle/expected.ts';
import { toOtlpJson } from '../../../../../test/oracle/otlp-json.ts';
import { otlp } from '../../../../../test/oracle/otlp-schema.ts';
import { readLogsJson, readTracesJson } from './json/read.ts';
import { readLogs, readTraces } from './proto/read.ts';
import { defaultReadLimits as limits } from './types.ts';

const traces = otlp('ExportTraceServiceRequest');
const logs = otlp('ExportLogsServiceRequest');
const numRuns = 300;

const kept = ({ items, rejected }: { items: readonly unknown[]; rejected: number }) => ({ items, rejected });

describe('against @bufbuild/protobuf', () => {
  test('traces in protobuf', () => {
    fc.assert(
      fc.property(traceRequest, (init) => {
        const bytes = toBinary(traces, create(traces, init));
        expect(kept(readTraces(bytes, limits))).toEqual(expectedSpans(fromBinary(traces, bytes)));
      }),
      { numRuns },
    );
  });

  test('logs in protobuf', () => {
    fc.assert(
      fc.property(logRequest, (init) => {
        const bytes = toBinary(logs, create(logs, init));
        expect(kept(readLogs(bytes, limits))).toEqual(expectedLogs(fromBinary(logs, bytes)));
      }),
      { numRuns },
    );
  });

  test.each([false, true])('traces in JSON, snake_case %s', (snake) => {
    fc.assert(
      fc.property(traceRequest, (init) => {
        const message = create(traces, init);
        expect(kept(readTracesJson(toOtlpJson(traces, message, snake), limits))).toEqual(expectedSpans(message));
      }),
      { numRuns },
    );
  });

  test('logs in JSON', () => {
    fc.assert(
      fc.property(logRequest, (init) => {
        const message = create(logs, init);
        const json = Buffer.from(toOtlpJson(logs, message));
        expect(kept(readLogsJson(json, limits))).toEqual(expectedLogs(message));
      }),
      { numRuns },
    );
  });
});
