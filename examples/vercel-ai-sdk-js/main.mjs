// An agent on the AI SDK: it makes its own spans, and the span processor puts release and prompt on each of them.
import { createOpenAI } from '@ai-sdk/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { signalbox } from '@signalbox/sdk';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';

const client = signalbox();
const provider = new NodeTracerProvider({
  spanProcessors: [client.spanProcessor(), new BatchSpanProcessor(new OTLPTraceExporter(client.otlp))],
});
provider.register();

const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });
const lookUpOrder = tool({
  description: 'Looks up where an order is',
  inputSchema: z.object({ order: z.string().optional() }),
  execute: async () => 'shipped yesterday',
});

const text = await client.run({ conversation: 'example-vercel', user: 'ada' }, async (run) => {
  const { text: system } = run.prompt('system', { company: 'Acme' });
  const { name: model } = run.release.manifest.model;
  const result = await generateText({
    model: openai.chat(model),
    system,
    prompt: process.argv[2] ?? 'Where is my order?',
    tools: { look_up_order: lookUpOrder },
    stopWhen: stepCountIs(4),
    experimental_telemetry: { isEnabled: true },
  });
  run.outcome('completed');
  return result.text;
});

console.log(text);
await provider.shutdown();
await client.close();
