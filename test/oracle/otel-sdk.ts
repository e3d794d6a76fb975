import { createRequire } from 'node:module';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

type Serializer = { serializeRequest(items: unknown): Uint8Array | undefined };
type Serializers = Record<
  'ProtobufTraceSerializer' | 'JsonTraceSerializer' | 'ProtobufLogsSerializer' | 'JsonLogsSerializer',
  Serializer
>;

/** The serialisers of the official exporters, found where the installed exporter itself finds them. */
export function serializers(): Serializers {
  const here = createRequire(import.meta.url);
  const exporter = createRequire(here.resolve('@opentelemetry/exporter-trace-otlp-proto'));
  return exporter('@opentelemetry/otlp-transformer') as Serializers;
}

/** What an SDK puts into a request: keep in step with `sdk.test.ts`. */
export async function recordSpans() {
  const exporter = new InMemorySpanExporter();
  const resource = resourceFromAttributes({ 'service.name': 'support-agent', 'service.instance.id': 'é\u{1f600}' });
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter } as never)] });
  const tracer = provider.getTracer('acme', '1.4.2');
  const parent = tracer.startSpan('invoke_agent', { startTime: [1_795_325_010, 963_000_001], kind: 2 });
  const child = tracer.startSpan(
    'chat',
    {
      startTime: [1_795_325_011, 5],
      kind: 0,
      attributes: {
        text: 'a',
        int: 2 ** 40,
        negative: -7,
        double: 0.25,
        yes: true,
        texts: ['a', 'b'],
        numbers: [1, 2.5],
        flags: [false],
      },
      links: [{ context: parent.spanContext(), attributes: { why: 'because' } }],
    },
    trace.setSpan(ROOT_CONTEXT, parent),
  );
  child.addEvent('token', { n: 1 }, [1_795_325_011, 6]);
  child.setStatus({ code: 2, message: 'broken' });
  child.end([1_795_325_012, 999_999_999]);
  parent.end([1_795_325_013, 0]);
  await provider.forceFlush();
  return exporter.getFinishedSpans();
}

export async function recordLogs(): Promise<ReadableLogRecord[]> {
  const records: ReadableLogRecord[] = [];
  const exporter = {
    export: (batch: ReadableLogRecord[], done: (result: { code: number }) => void) => (
      records.push(...batch),
      done({ code: 0 })
    ),
    shutdown: async () => {},
    forceFlush: async () => {},
  };
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter } as never)] });
  provider.getLogger('acme', '1.4.2').emit({
    eventName: 'gen_ai.client.inference.operation.details',
    timestamp: [1_795_325_011, 7],
    severityNumber: 9,
    severityText: 'INFO',
    body: {
      role: 'user',
      parts: [{ type: 'text', content: 'hi', at: [1, 2.5, null, true] }],
      raw: new Uint8Array([0, 255]),
    },
    attributes: { 'gen_ai.system': 'openai', nested: { a: { b: ['c'] } } },
  });
  await provider.forceFlush();
  return records;
}
