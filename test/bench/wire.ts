import { fromBinary } from '@bufbuild/protobuf';
import { readTracesJson } from '../../packages/server/src/ingest/otlp/json/read.ts';
import { readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits } from '../../packages/server/src/ingest/otlp/types.ts';
import { toOtlpJson } from '../oracle/otlp-json.ts';
import { otlp } from '../oracle/otlp-schema.ts';
import { OtlpEncoder } from './otlp-encode.ts';
import { numbersFrom, printResult, printTable, quantile } from './report.ts';
import { resource, TraceMaker } from './traces.ts';

const schema = otlp('ExportTraceServiceRequest');

/**
 * `npm run bench -- wire [--seconds 12] [--spans 512]`: spans/s of the readers on one thread, beside @bufbuild/protobuf, which
 * does less: its messages are not yet ours. Rounds of all are interleaved, so that a busy machine slows each alike; medians.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { seconds, spans } = numbersFrom(args, { seconds: 12, spans: 512 });
  const bodies = Array.from({ length: 8 }, (_, i) => body(i + 1, spans));
  const json = bodies.map((bytes) => Buffer.from(toOtlpJson(schema, fromBinary(schema, bytes))));
  const readers: Record<string, () => void> = {
    protobuf: () => bodies.forEach((bytes) => readTraces(bytes, defaultReadLimits)),
    json: () => json.forEach((bytes) => readTracesJson(bytes, defaultReadLimits)),
    bufbuild: () => bodies.forEach((bytes) => fromBinary(schema, bytes)),
  };
  const rates = measure(readers, { seconds, spans: spans * bodies.length });
  const [first] = readTraces(bodies[0]!, defaultReadLimits).items;
  const attributes = mean(
    bodies.flatMap((bytes) => readTraces(bytes, defaultReadLimits).items.map((span) => span.attributes.size)),
  );
  if (first === undefined) throw new Error('the body holds no spans');
  const kilobytes = mean(bodies.map((bytes) => bytes.length)) / spans / 1000;
  console.log(
    `${spans} spans a body, ${attributes.toFixed(1)} attributes and ${kilobytes.toFixed(2)} kB a span, one thread`,
  );
  const rows = Object.entries(rates).map(([name, all]) => [
    name,
    Math.round(quantile(all, 0.5)),
    Math.round(quantile(all, 0.1)),
    Math.round(quantile(all, 0.9)),
  ]);
  printTable([['reader', 'spans/s median', 'p10', 'p90'], ...rows]);
  const flat = Object.entries(rates).map(([name, all]) => [`${name}_spans_per_s`, Math.round(quantile(all, 0.5))]);
  printResult({
    ...Object.fromEntries(flat),
    attributes_per_span: attributes,
    bytes_per_span: kilobytes * 1000,
    rounds: rates['protobuf']!.length,
  });
}

function body(seed: number, spans: number): Uint8Array {
  const maker = new TraceMaker(seed, 1 << 20);
  const all = [];
  while (all.length < spans) all.push(...maker.next(Date.UTC(2026, 10, 22)).spans);
  return new OtlpEncoder(32 << 20).request(resource, all.slice(0, spans));
}

/** Rates in spans per second of each reader, round by round; the first fifth of the time warms up. */
function measure(
  readers: Record<string, () => void>,
  { seconds, spans }: { seconds: number; spans: number },
): Record<string, number[]> {
  const rates: Record<string, number[]> = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const warm = performance.now() - start > seconds * 200;
    for (const [name, read] of Object.entries(readers)) {
      const from = performance.now();
      read();
      if (warm) rates[name]!.push((spans * 1000) / (performance.now() - from));
    }
  }
  return rates;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
