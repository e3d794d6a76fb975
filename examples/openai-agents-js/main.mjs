// An agent on the OpenAI Agents SDK, whose traces OpenInference turns into OpenTelemetry's spans.
import * as agents from '@openai/agents';
import { OpenAIAgentsInstrumentation } from '@arizeai/openinference-instrumentation-openai-agents';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { signalbox } from '@signalbox/sdk';
import { z } from 'zod';

const client = signalbox();
const provider = new NodeTracerProvider({
  spanProcessors: [client.spanProcessor(), new BatchSpanProcessor(new OTLPTraceExporter(client.otlp))],
});
provider.register();
new OpenAIAgentsInstrumentation({ tracerProvider: provider }).manuallyInstrument(agents);

const lookUpOrder = agents.tool({
  name: 'look_up_order',
  description: 'Looks up where an order is',
  parameters: z.object({ order: z.string().nullish() }),
  execute: async () => 'shipped yesterday',
});

const text = await client.run({ conversation: 'example-openai-agents', user: 'ada' }, async (run) => {
  const { text: instructions } = run.prompt('system', { company: 'Acme' });
  const { name: model } = run.release.manifest.model;
  const agent = new agents.Agent({ name: 'Support', instructions, model, tools: [lookUpOrder] });
  const result = await agents.run(agent, process.argv[2] ?? 'Where is my order?');
  run.outcome('completed');
  return result.finalOutput;
});

console.log(text);
await provider.shutdown();
await client.close();
