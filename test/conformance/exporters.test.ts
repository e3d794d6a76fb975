import { type Attributes, context, trace } from '@opentelemetry/api';
import { OTLPLogExporter as GrpcLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as GrpcTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run, RunList, StepDetail } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** The official exporters of OpenTelemetry, configured as the three lines say, against a running server. */

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer();
  // The exporters over gRPC take headers from the environment only.
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = `x-signalbox-key=${live.server.key!}`;
});
afterAll(() => live?.close());

const exporters = {
  'http/protobuf': { Trace: ProtoTraceExporter, Log: ProtoLogExporter },
  'http/json': { Trace: JsonTraceExporter, Log: JsonLogExporter },
  grpc: { Trace: GrpcTraceExporter, Log: GrpcLogExporter },
} as const;

async function untilThere(conversation: string): Promise<Run> {
  for (let looks = 0; looks < 100; looks++) {
    const { items } = await live.get<RunList>(`/api/v1/runs?conversation=${conversation}`);
    if (items[0]?.steps === 3) return items[0];
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('The run was not seen within 20 s.');
}

describe.each(Object.entries(exporters))('%s', (protocol, { Trace, Log }) => {
  test.each(['none', 'gzip'] as const)('traces and logs arrive, compression %s', async (compression) => {
    const at = (signal: string) => ({
      url: protocol === 'grpc' ? live.server.grpcUrl! : `${live.server.otlpUrl}/v1/${signal}`,
      compression: compression as never,
    });
    const resource = resourceFromAttributes({ 'service.name': 'exporter-test', 'deployment.environment.name': 'test' });
    const spans = new TracerProvider({
      resource,
      spanProcessors: [new BatchSpanProcessor({ exporter: new Trace(at('traces')) })],
    });
    const logs = new LoggerProvider({
      resource,
      processors: [new BatchLogRecordProcessor({ exporter: new Log(at('logs')) })],
    });
    const conversation = `${protocol}-${compression}`.replace('/', '-');
    const tracer = spans.getTracer('test');
    const common: Attributes = { 'gen_ai.conversation.id': conversation };
    const root = tracer.startSpan('invoke_agent clerk', {
      attributes: { ...common, 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'clerk' },
    });
    const under = trace.setSpan(context.active(), root);
    const call = tracer.startSpan(
      'chat m-1',
      {
        attributes: {
          ...common,
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'm-1',
          'gen_ai.usage.input_tokens': 2 ** 31,
          'gen_ai.usage.output_tokens': 7,
        },
      },
      under,
    );
    logs.getLogger('test').emit({
      context: trace.setSpan(context.active(), call),
      severityNumber: 9,
      eventName: 'gen_ai.user.message',
      body: { content: 'Wo ist meine Bestellung? 📦' },
    });
    call.end();
    const failing = tracer.startSpan(
      'execute_tool lookup',
      { attributes: { ...common, 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'lookup' } },
      under,
    );
    failing.recordException(new Error('orders-db is away'));
    failing.setStatus({ code: 2, message: 'orders-db is away' });
    failing.end();
    root.end();
    await Promise.all([spans.forceFlush(), logs.forceFlush()]);
    await Promise.all([spans.shutdown(), logs.shutdown()]);

    const run = await untilThere(conversation);
    expect(run).toMatchObject({
      agent: 'clerk',
      service: 'exporter-test',
      environment: 'test',
      modelCalls: 1,
      toolCalls: 1,
      errors: 1,
      tokens: { input: 2 ** 31, output: 7, cacheRead: null },
      outcome: { value: 'completed' },
    });
    const { messages, logs: kept } = await live.get<StepDetail>(
      `/api/v1/runs/${run.id}/steps/${call.spanContext().spanId}`,
    );
    expect(JSON.stringify(messages)).toContain('Wo ist meine Bestellung? 📦');
    expect(kept).toHaveLength(1);
  });
});
