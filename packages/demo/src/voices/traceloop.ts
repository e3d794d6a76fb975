import { type Attributes, SpanKind } from '@opentelemetry/api';
import { inputMessages, outputMessages } from './genai-messages.ts';
import { known, type Setting, type Voice } from './voice.ts';

/** OpenLLMetry (Traceloop): `traceloop.*` on agents and tools, GenAI on model calls; user and session on the top span only. */
export const traceloop: Voice = {
  scope: ['@traceloop/node-server-sdk', '0.24.2'],
  callKind: SpanKind.CLIENT,
  tellsExceptions: true,
  agent: (step, setting) => ({
    name: `${step.name}.agent`,
    attributes: known({
      'traceloop.span.kind': 'agent',
      'traceloop.entity.name': step.name,
      'traceloop.entity.input': JSON.stringify({ args: [step.input], kwargs: {} }),
      'traceloop.entity.output': step.output === null ? null : JSON.stringify(step.output),
      ...(step.top ? association(setting) : {}),
    }),
  }),
  call: ({ request, reply }, setting) => ({
    name: `chat ${request.model}`,
    attributes: known({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': setting.provider,
      'gen_ai.conversation.id': setting.conversation,
      'gen_ai.request.model': request.model,
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: request.system }]),
      'gen_ai.input.messages': JSON.stringify(inputMessages(request.said)),
      ...(reply === null
        ? {}
        : {
            'gen_ai.response.model': reply.model,
            'gen_ai.response.id': reply.responseId,
            'gen_ai.response.finish_reasons': [reply.finish],
            'gen_ai.output.messages': JSON.stringify(outputMessages(reply)),
            'gen_ai.usage.input_tokens': reply.usage?.input ?? null,
            'gen_ai.usage.output_tokens': reply.usage?.output ?? null,
            'gen_ai.usage.cache_read.input_tokens': reply.usage?.cacheRead ?? null,
            'gen_ai.usage.cache_creation.input_tokens': reply.usage?.cacheWrite ?? null,
            'gen_ai.usage.reasoning_tokens': reply.usage?.reasoning ?? null,
          }),
    }),
  }),
  tool: (step) => ({
    name: `${step.name}.tool`,
    attributes: known({
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': step.name,
      'traceloop.entity.input': JSON.stringify({ args: [step.arguments], kwargs: {} }),
      'traceloop.entity.output': step.result,
    }),
  }),
};

const association = (setting: Setting): Attributes => ({
  'traceloop.association.properties.user_id': setting.user,
  'traceloop.association.properties.session_id': setting.conversation,
});
