import { isObject, type JsonObject } from '../content/json.ts';
import type { ImportRequest } from './imported.ts';
import { eachRecord, objectOf, RefusedRecord, textAt } from './refused-record.ts';

const atOnce = 1_000;

/** A trace of Langfuse's API with its observations and scores, which have their own times: sent on as events of a Langfuse batch. */
export const langfuseExport = eachRecord((value) => {
  const { observations = [], scores = [], ...trace } = objectOf(value);
  const traceId = textAt(trace, 'id');
  const at = textAt(trace, 'timestamp');
  const [steps, said] = [objectsOf(observations, 'observations'), objectsOf(scores, 'scores')];
  const events = [
    event('trace-create', at, trace),
    ...steps.map((one) => event('observation-create', timeOf(one, 'startTime') ?? at, { ...counted(one), traceId })),
    ...said.map((one) => event('score-create', timeOf(one, 'timestamp') ?? at, { ...one, traceId })),
  ];
  return {
    ...{ runs: 1, steps: steps.length, scores: said.length, runId: null, synthetic: false },
    requests: () => batches(events),
  };
});

function event(type: string, timestamp: string, body: JsonObject) {
  return { id: `import ${type} ${textAt(body, 'id')}`, type, timestamp, body };
}

function batches(events: readonly object[]): ImportRequest[] {
  const starts = Array.from({ length: Math.ceil(events.length / atOnce) }, (_, index) => index * atOnce);
  return starts.map((from) => ({ path: '/api/public/ingestion', body: { batch: events.slice(from, from + atOnce) } }));
}

function objectsOf(list: unknown, name: string): JsonObject[] {
  if (!Array.isArray(list)) throw new RefusedRecord(`"${name}" must be a list`);
  return list.map((one) => objectOf(one, `An item of "${name}" (ask for the traces one by one: lists hold ids alone)`));
}

/** Langfuse writes 0 into the old field `usage` where it was told no tokens. */
function counted({ usage, ...observation }: JsonObject): JsonObject {
  const numbers = isObject(usage) ? Object.values(usage).filter((one) => typeof one === 'number') : [];
  return numbers.some((one) => one > 0) ? { ...observation, usage } : observation;
}

const timeOf = (one: JsonObject, field: string): string | undefined =>
  typeof one[field] === 'string' ? one[field] : undefined;
