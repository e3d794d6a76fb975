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
  const attributes = mean(
    bodies.flatMap((bytes) => readTraces(bytes, defaultReadLimits).items.map((span) => span.attributes.size)),
  );
  const kilobytes = mean(bodies.map((bytes) => bytes.length)) / spans / 1000;
  console.log(
    `${spans} spans a body, ${attributes.toFixed(1)} attributes and ${kilobytes.toFixed(2)} kB a span, one thread`,
  );
  const median = (values: readonly number[]): number => Math.round(quantile(values, 0.5));
  const rows = Object.entries(rates).map(([name, { wall, cpu }]) => [name, median(wall), median(cpu)]);
  printTable([['reader', 'spans per s', 'spans per CPU s'], ...rows]);
  const flat = Object.entries(rates).flatMap(([name, { wall, cpu }]) => [
    [`${name}_spans_per_s`, median(wall)],
    [`${name}_spans_per_cpu_s`, median(cpu)],
  ]);
  printResult({ ...Object.fromEntries(flat), attributes_per_span: attributes, bytes_per_span: kilobytes * 1000 });
}

function body(seed: number, spans: number): Uint8Array {
  const maker = new TraceMaker(seed, 1 << 20);
  const all = [];
  while (all.length < spans) all.push(...maker.next(Date.UTC(2026, 10, 22)).spans);
  return new OtlpEncoder(32 << 20).request(resource, all.slice(0, spans));
}

type Rates = Record<string, { wall: number[]; cpu: number[] }>;

/** Spans per second of each reader, round by round; the first fifth of the time warms up. CPU time counts the collector's threads too. */
function measure(readers: Record<string, () => void>, { seconds, spans }: { seconds: number; spans: number }): Rates {
  const rates: Rates = Object.fromEntries(Object.keys(readers).map((name) => [name, { wall: [], cpu: [] }]));
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const warm = performance.now() - start > seconds * 200;
    for (const [name, read] of Object.entries(readers)) {
      const from = performance.now();
      const cpu = process.cpuUsage();
      read();
      const used = process.cpuUsage(cpu);
      if (!warm) continue;
      rates[name]!.wall.push((spans * 1000) / (performance.now() - from));
      rates[name]!.cpu.push((spans * 1e6) / (used.user + used.system));
    }
  }
  return rates;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
