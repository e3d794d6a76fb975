import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  failureClass,
  type FailureClass,
} from '../../packages/server/src/rooms/monitoring/failures/model/failure-class.ts';
import { rowOf, spansOfCapture } from './capture-runs.ts';

/** By what the program of a capture did. */
const classOf: Record<string, FailureClass> = {
  '429': 'rate_limited',
  '500': 'provider_error',
  'tool-error': 'tool_error',
  mcp: 'tool_error',
  guardrail: 'refusal',
};

type Expected = { traces: { scenario: string; errors?: { spanId: string }[] }[] };

/** The class of each error that a capture is known to hold, beside the class that its scenario makes. */
export function classesOfCapture(
  folder: string,
): { scenario: string; got: FailureClass | null; wanted: FailureClass }[] {
  const { traces } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
  const rows = new Map(spansOfCapture(folder).map((span) => [span.spanId, rowOf(span)]));
  return traces.flatMap(({ scenario, errors = [] }) =>
    errors.map(({ spanId }) => {
      const row = rows.get(spanId);
      const wanted = classOf[scenario];
      if (wanted === undefined) throw new Error(`What is a failure of the scenario ${scenario}?`);
      if (row === undefined) return { scenario, got: null, wanted };
      const { kind, error_type: errorType, error_message: message, refused } = row;
      return { scenario, got: failureClass({ kind, errorType, message, refused }), wanted };
    }),
  );
}
