import { isObject } from '../content/json.ts';
import { eachRecord, listAt, objectOf, RefusedRecord } from './refused-record.ts';

/** Traces as OTLP/JSON, as the collector's file exporter writes them: sent on as they are, with their own times. */
export const otlpFile = eachRecord((value) => {
  const body = objectOf(value);
  const spans = listAt(body, 'resourceSpans').flatMap((resource) =>
    listAt(objectOf(resource, 'An item of "resourceSpans"'), 'scopeSpans').flatMap((scope) =>
      listAt(objectOf(scope, 'An item of "scopeSpans"'), 'spans'),
    ),
  );
  if (spans.length === 0) throw new RefusedRecord('There is no span in it');
  // Of a run whose top span is in another request nothing is counted here.
  const tops = spans.filter((span) => isObject(span) && (span['parentSpanId'] ?? '') === '').length;
  return {
    ...{ runs: tops, steps: spans.length, scores: 0, runId: null, synthetic: false },
    requests: () => [{ path: '/v1/traces', body }],
  };
});
