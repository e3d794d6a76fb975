// An agent as a graph of LangGraph, whose steps OpenInference turns into OpenTelemetry's spans.
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbacks from '@langchain/core/callbacks/manager';
import { tool } from '@langchain/core/tools';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { signalbox } from '@signalbox/sdk';
import { z } from 'zod';

const client = signalbox();
const provider = new NodeTracerProvider({
  spanProcessors: [client.spanProcessor(), new BatchSpanProcessor(new OTLPTraceExporter(client.otlp))],
});
provider.register();
new LangChainInstrumentation({ tracerProvider: provider }).manuallyInstrument(callbacks);

const lookUpOrder = tool(async () => 'shipped yesterday', {
  name: 'look_up_order',
  description: 'Looks up where an order is',
  schema: z.object({ order: z.string().optional() }),
});

function graphOf(system, model) {
  const chat = new ChatOpenAI({ model, configuration: { baseURL: process.env.OPENAI_BASE_URL } }).bindTools([
    lookUpOrder,
  ]);
  const ask = async ({ messages }) => ({
    messages: [await chat.invoke([{ role: 'system', content: system }, ...messages])],
  });
  return new StateGraph(MessagesAnnotation)
    .addNode('agent', ask)
    .addNode('tools', new ToolNode([lookUpOrder]))
    .addEdge(START, 'agent')
    .addConditionalEdges('agent', ({ messages }) => (messages.at(-1).tool_calls?.length > 0 ? 'tools' : END), [
      'tools',
      END,
    ])
    .addEdge('tools', 'agent')
    .compile({ name: 'support-graph' });
}

const text = await client.run({ conversation: 'example-langgraph', user: 'ada' }, async (run) => {
  const { text: system } = run.prompt('system', { company: 'Acme' });
  const graph = graphOf(system, run.release.manifest.model.name);
  const question = { role: 'user', content: process.argv[2] ?? 'Where is my order?' };
  const { messages } = await graph.invoke({ messages: [question] });
  run.outcome('completed');
  return messages.at(-1).content;
});

console.log(text);
await provider.shutdown();
await client.close();
