/** What to paste where an agent runs, by framework. `language` for the reader's eye; `install` and `code` to be copied. */
export type Framework = { id: string; name: string; language: string; install: string; code: string; note?: string };
export type Target = { endpoint: string; key: string };

/** Where no key was made yet. */
export const keyPlaceholder = 'sbx_…';

const env = ({ endpoint, key }: Target): string =>
  [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    `export OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=${key}`,
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ].join('\n');

const pythonSetUp = (instrument: string): string => `from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
${instrument}`;

const pip = (packages: string): string =>
  `pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http ${packages}`.trim();

/** One tab each. The endpoint and the key come from the environment, so that no key stands in code. */
export function frameworksFor(target: Target): Framework[] {
  const python = (id: string, name: string, packages: string, instrument: string): Framework => ({
    ...{ id, name, language: 'Python', install: `${pip(packages)}\n${env(target)}`, code: pythonSetUp(instrument) },
  });
  return [
    python(
      'openai-agents',
      'OpenAI Agents',
      'openinference-instrumentation-openai-agents',
      `
from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)`,
    ),
    python(
      'langchain',
      'LangChain, LangGraph',
      'openinference-instrumentation-langchain',
      `
from openinference.instrumentation.langchain import LangChainInstrumentor
LangChainInstrumentor().instrument(tracer_provider=provider)`,
    ),
    {
      ...{ id: 'vercel-ai', name: 'Vercel AI', language: 'TypeScript' },
      install: `npm install @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto\n${env(target)}`,
      code: `import { NodeSDK } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';

new NodeSDK({ traceExporter: new OTLPTraceExporter() }).start();

// On each call; functionId is the agent's name.
experimental_telemetry: { isEnabled: true, functionId: 'support-agent' }`,
    },
    python(
      'llamaindex',
      'LlamaIndex',
      'openinference-instrumentation-llama-index',
      `
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
LlamaIndexInstrumentor().instrument(tracer_provider=provider)`,
    ),
    python(
      'crewai',
      'CrewAI',
      'openinference-instrumentation-crewai',
      `
from openinference.instrumentation.crewai import CrewAIInstrumentor
CrewAIInstrumentor().instrument(tracer_provider=provider)`,
    ),
    python(
      'pydantic-ai',
      'Pydantic AI',
      'pydantic-ai',
      `
from pydantic_ai import Agent
Agent.instrument_all()`,
    ),
    {
      ...{ id: 'mastra', name: 'Mastra', language: 'TypeScript' },
      install: `npm install @mastra/observability @mastra/otel-exporter @opentelemetry/exporter-trace-otlp-proto`,
      code: `import { Mastra } from '@mastra/core';
import { Observability } from '@mastra/observability';
import { OtelExporter } from '@mastra/otel-exporter';

const exporter = new OtelExporter({
  provider: {
    custom: {
      endpoint: '${target.endpoint}/v1/traces',
      protocol: 'http/protobuf',
      headers: { 'x-signalbox-key': process.env.SIGNALBOX_KEY ?? '' },
    },
  },
});

export const mastra = new Mastra({
  observability: new Observability({
    configs: { otel: { serviceName: 'my-agent', exporters: [exporter] } },
  }),
});`,
      note: `Set SIGNALBOX_KEY=${target.key} where it runs.`,
    },
    {
      ...{ id: 'langfuse', name: 'Langfuse SDK', language: 'Any', code: '' },
      install: [
        `export LANGFUSE_HOST=${target.endpoint}`,
        `export LANGFUSE_BASE_URL=${target.endpoint}`,
        `export LANGFUSE_PUBLIC_KEY=${target.key.split('_').slice(0, 2).join('_')}`,
        `export LANGFUSE_SECRET_KEY=${target.key}`,
      ].join('\n'),
      note: 'The program stays as it is: only where it sends changes. Its decorators and handlers go on working.',
    },
    python(
      'python',
      'Python, plain',
      '',
      `
tracer = trace.get_tracer("my-agent")
with tracer.start_as_current_span("invoke_agent support") as span:
    span.set_attribute("gen_ai.operation.name", "invoke_agent")
    span.set_attribute("gen_ai.agent.name", "support")
    ...  # the work
provider.shutdown()`,
    ),
    {
      ...{ id: 'typescript', name: 'TypeScript, plain', language: 'TypeScript' },
      install: `npm install @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto\n${env(target)}`,
      code: `import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';

const sdk = new NodeSDK({ traceExporter: new OTLPTraceExporter() });
sdk.start();
await trace.getTracer('my-agent').startActiveSpan('invoke_agent support', async (span) => {
  span.setAttributes({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' });
  // the work
  span.end();
});
await sdk.shutdown();`,
    },
    { ...{ id: 'curl', name: 'curl', language: 'Shell', install: '' }, code: curl(target) },
  ];
}

/** One whole run, sent now: the quickest way to see that the way is open. */
const curl = ({ endpoint, key }: Target): string => `now=$(date +%s)
curl -sS ${endpoint}/v1/traces \\
  -H 'content-type: application/json' -H 'x-signalbox-key: ${key}' \\
  -d '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"curl"}}]},
    "scopeSpans":[{"spans":[{"traceId":"'$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')'",
    "spanId":"'$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n')'","name":"invoke_agent hello",
    "startTimeUnixNano":"'$now'000000000","endTimeUnixNano":"'$now'500000000",
    "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},
      {"key":"gen_ai.agent.name","value":{"stringValue":"hello"}}]}]}]}]}'`;
