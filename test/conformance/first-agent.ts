import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** Somebody's first agent: it knows of Signalbox only the three lines in its environment. One run of two spans. */
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'first-run' }),
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
});
const tracer = provider.getTracer('first');
const run = tracer.startSpan('invoke_agent first', {
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'first' },
});
const call = tracer.startSpan(
  'chat m-1',
  {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm-1',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
    },
  },
  trace.setSpan(context.active(), run),
);
call.end();
run.end();
await provider.shutdown();
