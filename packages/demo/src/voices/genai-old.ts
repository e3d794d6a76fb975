import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Said } from '../model/talk.ts';
import { known, type Setting, type Voice } from './voice.ts';

/** The GenAI conventions before 1.37: `gen_ai.system`, prompt and completion tokens, messages flattened and numbered. */
export const genaiOld: Voice = {
  scope: ['demo-genai-old', '0.9.1'],
  callKind: SpanKind.CLIENT,
  tellsExceptions: true,
  agent: (step, setting) => ({
    name: `invoke_agent ${step.name}`,
    attributes: known({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': step.name,
      'gen_ai.agent.version': step.version,
      ...system(setting),
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': step.input,
      'gen_ai.completion.0.role': step.output === null ? null : 'assistant',
      'gen_ai.completion.0.content': step.output,
    }),
  }),
  call: ({ request, reply }, setting) => ({
    name: `chat ${request.model}`,
    attributes: known({
      'gen_ai.operation.name': 'chat',
      ...system(setting),
      'gen_ai.request.model': request.model,
      ...flattened('gen_ai.prompt', [{ role: 'system', text: request.system }, ...request.said]),
      ...(reply === null
        ? {}
        : {
            'gen_ai.response.model': reply.model,
            'gen_ai.response.id': reply.responseId,
            'gen_ai.response.finish_reasons': [reply.finish],
            'gen_ai.usage.prompt_tokens': reply.usage?.input ?? null,
            'gen_ai.usage.completion_tokens': reply.usage?.output ?? null,
            'gen_ai.usage.cache_read_input_tokens': reply.usage?.cacheRead ?? null,
            'gen_ai.usage.cache_creation_input_tokens': reply.usage?.cacheWrite ?? null,
            'gen_ai.usage.reasoning_tokens': reply.usage?.reasoning ?? null,
            ...flattened('gen_ai.completion', [
              { role: 'assistant', text: reply.text ?? reply.refusal, calls: reply.calls },
            ]),
          }),
    }),
  }),
  tool: (step, setting) => ({
    name: `execute_tool ${step.name}`,
    attributes: known({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': step.name,
      'gen_ai.tool.call.id': step.callId,
      'gen_ai.tool.call.arguments': step.arguments,
      'gen_ai.tool.call.result': step.result,
      ...system(setting),
    }),
  }),
};

const system = (setting: Setting): Attributes => ({
  'gen_ai.system': setting.provider,
  'session.id': setting.conversation,
  'enduser.id': setting.user,
});

function flattened(prefix: string, said: readonly (Said | { role: 'system'; text: string })[]): Attributes {
  const attributes: Attributes = {};
  for (const [index, one] of said.entries()) {
    const at = `${prefix}.${index}`;
    attributes[`${at}.role`] = one.role;
    if (one.text !== null) attributes[`${at}.content`] = one.text;
    if (one.role === 'tool') attributes[`${at}.tool_call_id`] = one.callId;
    if (one.role !== 'assistant') continue;
    for (const [number, call] of one.calls.entries()) {
      attributes[`${at}.tool_calls.${number}.id`] = call.id;
      attributes[`${at}.tool_calls.${number}.name`] = call.name;
      attributes[`${at}.tool_calls.${number}.arguments`] = call.arguments;
    }
  }
  return attributes;
}
