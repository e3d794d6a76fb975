import { gzipSync } from 'node:zlib';
import { inflate } from '../../packages/server/src/ingest/otlp/inflate.ts';
import { countMetricsJson } from '../../packages/server/src/ingest/otlp/json/metrics.ts';
import { readLogsJson, readTracesJson } from '../../packages/server/src/ingest/otlp/json/read.ts';
import { countMetrics } from '../../packages/server/src/ingest/otlp/proto/metrics.ts';
import { readLogs, readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import {
  type AttributeValue,
  defaultReadLimits,
  type ReadLimits,
  type SpanIn,
  WireError,
} from '../../packages/server/src/ingest/otlp/types.ts';
import { AppError } from '../../packages/server/src/spine/errors.ts';
import type { Random } from '../bench/random.ts';
import type { Format } from './corpus.ts';

const tight: ReadLimits = { maxValueBytes: 7, maxAttributes: 40, maxEvents: 4, maxLinks: 1, maxDepth: 1, maxSpans: 5 };

/** Reads a body in each way it could be taken. Throws only what is a defect. Returns how many readings accepted it. */
export function attempt(format: Format, bytes: Buffer, limits: ReadLimits): number {
  const [traces, logs, metrics] =
    format === 'json'
      ? ([readTracesJson, readLogsJson, countMetricsJson] as const)
      : ([readTraces, readLogs, countMetrics] as const);
  return (
    tolerate(() => traces(bytes, limits).items.forEach((span) => check(span, limits))) +
    tolerate(() => void logs(bytes, limits)) +
    tolerate(() => void metrics(bytes))
  );
}

/** A compressed body, damaged after compression. */
export function attemptInflate(bytes: Buffer, random: Random): number {
  const packed = gzipSync(bytes, { level: 1 });
  packed[random.between(0, packed.length - 1)]! ^= 1 << random.between(0, 7);
  return tolerate(() => void inflate(packed, random.pick(['gzip', 'deflate'] as const), 1 << 20));
}

export const limitsFor = (random: Random): ReadLimits => (random.chance(0.3) ? tight : defaultReadLimits);

function tolerate(read: () => void): number {
  try {
    read();
    return 1;
  } catch (error) {
    if (error instanceof WireError || error instanceof AppError) return 0;
    throw error;
  }
}

/** What must hold of every span that a reader hands on, whatever the bytes were. */
function check(span: SpanIn, limits: ReadLimits): void {
  const ids = /^[0-9a-f]{32}:[0-9a-f]{16}:([0-9a-f]{16})?$/.test(`${span.traceId}:${span.spanId}:${span.parentSpanId}`);
  const bounded =
    [span.attributes, span.resource.attributes].every((attributes) =>
      [...attributes].every(([key, value]) => fits(key, limits, 0) && fits(value, limits, 0)),
    ) &&
    span.attributes.size <= limits.maxAttributes &&
    span.events.length <= limits.maxEvents &&
    span.links.length <= limits.maxLinks &&
    fits(span.name, limits, 0);
  const ranged = span.startNs >= 0n && span.endNs < 2n ** 64n && span.kind <= 5 && span.statusCode <= 2;
  if (!ids || !bounded || !ranged)
    throw new Error(`a span breaks the contract: ${span.traceId} ${span.spanId} ${span.name.slice(0, 80)}`);
}

/** Within the bounds of one value. A replaced byte takes three in UTF-8, so what is no UTF-8 may grow threefold after the cut. */
function fits(value: AttributeValue, limits: ReadLimits, depth: number): boolean {
  if (typeof value === 'string') return Buffer.byteLength(value) <= 3 * limits.maxValueBytes;
  if (value instanceof Uint8Array) return value.length <= limits.maxValueBytes;
  if (typeof value !== 'object' || value === null) return true;
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && depth < limits.maxDepth && Object.values(value).every((inner) => fits(inner, limits, depth + 1));
}
