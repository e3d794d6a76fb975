import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Usage } from '../provider/plan.ts';
import { inputMessages, outputMessages } from './genai-messages.ts';
import { type AgentStep, type CallStep, known, type Setting, type ToolStep, type Voice } from './voice.ts';

/** The GenAI conventions of today, messages on the span as JSON. */
export const genai: Voice = {
  scope: ['demo-genai', '1.42.0'],
  callKind: SpanKind.CLIENT,
  tellsExceptions: false,
  agent: (step, setting) => ({
    name: `invoke_agent ${step.name}`,
    attributes: {
      ...agentAttributes(step, setting),
      'gen_ai.input.messages': JSON.stringify(inputMessages([{ role: 'user', text: step.input }])),
      ...(step.output === null
        ? {}
        : {
            'gen_ai.output.messages': JSON.stringify([
              { role: 'assistant', parts: [{ type: 'text', content: step.output }], finish_reason: 'stop' },
            ]),
          }),
    },
  }),
  call: (step, setting) => ({
    name: `chat ${step.request.model}`,
    attributes: { ...callAttributes(step, setting), ...contentOf(step) },
  }),
  tool: (step, setting) => ({ name: `execute_tool ${step.name}`, attributes: toolAttributes(step, setting) }),
};

/** The same, with the messages in log records beside the span. */
export const genaiEvents: Voice = {
  ...genai,
  scope: ['demo-genai-events', '1.42.0'],
  call: (step, setting) => ({
    name: `chat ${step.request.model}`,
    attributes: callAttributes(step, setting),
    event: {
      name: 'gen_ai.client.inference.operation.details',
      attributes: { 'gen_ai.operation.name': 'chat', ...contentOf(step) },
    },
  }),
};

const agentAttributes = (step: AgentStep, setting: Setting): Attributes => ({
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': step.name,
  'gen_ai.agent.version': step.version,
  ...common(setting),
  ...usageAttributes(step.usage),
  ...(step.top ? { 'user.id': setting.user, ...tagged(setting) } : {}),
});

const common = (setting: Setting): Attributes => ({
  'gen_ai.provider.name': setting.provider,
  'gen_ai.conversation.id': setting.conversation,
});

/** No convention names tags on a span yet; ours is read, and does not harm elsewhere. */
const tagged = ({ tags }: Setting): Attributes => (tags.length === 0 ? {} : { 'tag.tags': [...tags] });

const callAttributes = ({ request, reply, cost }: CallStep, setting: Setting): Attributes => ({
  'gen_ai.operation.name': 'chat',
  ...common(setting),
  'gen_ai.request.model': request.model,
  'gen_ai.request.max_tokens': request.maxTokens,
  'gen_ai.prompt.name': setting.prompt.name,
  'gen_ai.prompt.version': setting.prompt.version,
  ...(reply === null
    ? {}
    : known({
        'gen_ai.response.model': reply.model,
        'gen_ai.response.id': reply.responseId,
        'gen_ai.response.finish_reasons': [reply.finish],
        'gen_ai.response.time_to_first_chunk': reply.firstChunkMs === null ? null : reply.firstChunkMs / 1000,
        ...usageAttributes(reply.usage),
        'gen_ai.usage.cost': cost,
      })),
});

const usageAttributes = (usage: Usage | null): Attributes =>
  usage === null
    ? {}
    : {
        'gen_ai.usage.input_tokens': usage.input,
        'gen_ai.usage.output_tokens': usage.output,
        'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
        'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite,
        'gen_ai.usage.reasoning.output_tokens': usage.reasoning,
      };

const contentOf = ({ request, reply }: CallStep): Attributes => ({
  'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: request.system }]),
  'gen_ai.input.messages': JSON.stringify(inputMessages(request.said)),
  ...(reply === null ? {} : { 'gen_ai.output.messages': JSON.stringify(outputMessages(reply)) }),
});

const toolAttributes = (step: ToolStep, setting: Setting): Attributes =>
  known({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': step.name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': step.callId,
    'gen_ai.conversation.id': setting.conversation,
    'gen_ai.tool.call.arguments': step.arguments,
    'gen_ai.tool.call.result': step.result,
  });
