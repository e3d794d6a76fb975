import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Reply, Said } from '../model/talk.ts';
import { known, type Setting, type Voice } from './voice.ts';

/** OpenInference: `openinference.span.kind`, messages flattened under `llm.*`, tags as JSON text. */
export const openinference: Voice = {
  scope: ['demo-openinference', '4.2.7'],
  callKind: SpanKind.INTERNAL,
  tellsExceptions: true,
  agent: (step, setting) => ({
    name: step.name,
    attributes: known({
      'openinference.span.kind': 'AGENT',
      'agent.name': step.name,
      'input.value': step.input,
      'input.mime_type': 'text/plain',
      'output.value': step.output,
      ...context(setting),
    }),
  }),
  call: ({ request, reply, cost }, setting) => ({
    name: setting.provider === 'openai' ? 'OpenAI Chat Completions' : 'Anthropic Messages',
    attributes: known({
      'openinference.span.kind': 'LLM',
      'llm.system': setting.provider,
      'llm.provider': setting.provider,
      'llm.model_name': reply?.model ?? request.model,
      'llm.invocation_parameters': JSON.stringify({ model: request.model, max_tokens: request.maxTokens }),
      ...messages('llm.input_messages', [{ role: 'system', text: request.system }, ...request.said]),
      ...(reply === null ? {} : answered(reply)),
      'llm.cost.total': cost,
      ...context(setting),
    }),
  }),
  tool: (step, setting) => ({
    name: step.name,
    attributes: known({
      'openinference.span.kind': 'TOOL',
      'tool.name': step.name,
      'tool.id': step.callId,
      'input.value': step.arguments,
      'input.mime_type': 'application/json',
      'output.value': step.result,
      ...context(setting),
    }),
  }),
};

const context = (setting: Setting): Attributes => ({
  'session.id': setting.conversation,
  'user.id': setting.user,
  'tag.tags': JSON.stringify(setting.tags),
  'llm.prompt_template.version': setting.prompt.version,
});

const answered = (reply: Reply): { [key: string]: Attributes[string] | null } => ({
  'llm.finish_reason': reply.finish,
  'llm.token_count.prompt': reply.usage?.input ?? null,
  'llm.token_count.completion': reply.usage?.output ?? null,
  'llm.token_count.total': reply.usage === null ? null : reply.usage.input + reply.usage.output,
  'llm.token_count.prompt_details.cache_read': reply.usage?.cacheRead ?? null,
  'llm.token_count.prompt_details.cache_write': reply.usage?.cacheWrite ?? null,
  'llm.token_count.completion_details.reasoning': reply.usage?.reasoning ?? null,
  ...messages('llm.output_messages', [{ role: 'assistant', text: reply.text ?? reply.refusal, calls: reply.calls }]),
});

function messages(prefix: string, said: readonly (Said | { role: 'system'; text: string })[]): Attributes {
  const attributes: Attributes = {};
  for (const [index, one] of said.entries()) {
    const at = `${prefix}.${index}.message`;
    attributes[`${at}.role`] = one.role;
    if (one.text !== null) attributes[`${at}.content`] = one.text;
    if (one.role === 'tool') attributes[`${at}.tool_call_id`] = one.callId;
    if (one.role !== 'assistant') continue;
    for (const [number, call] of one.calls.entries()) {
      const of = `${at}.tool_calls.${number}.tool_call`;
      attributes[`${of}.id`] = call.id;
      attributes[`${of}.function.name`] = call.name;
      attributes[`${of}.function.arguments`] = call.arguments;
    }
  }
  return attributes;
}
