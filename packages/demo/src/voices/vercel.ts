import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Reply, Said } from '../model/talk.ts';
import type { Usage } from '../provider/plan.ts';
import { known, type Setting, type Voice } from './voice.ts';

/** `ai.*` of the Vercel AI SDK 6: the top span is the agent and repeats the sum, one `doGenerate` for each call. */
export const vercel: Voice = {
  scope: ['ai', ''],
  callKind: SpanKind.INTERNAL,
  tellsExceptions: true,
  agent: (step, setting) => ({
    name: 'ai.generateText',
    attributes: known({
      ...operation('ai.generateText', step.name),
      ...common(setting),
      'ai.prompt': JSON.stringify({ system: step.system, prompt: step.input }),
      'ai.response.text': step.output,
      ...(step.usage === null ? {} : usageAttributes(step.usage)),
    }),
  }),
  call: ({ request, reply }, setting) => ({
    name: 'ai.generateText.doGenerate',
    attributes: known({
      ...operation('ai.generateText.doGenerate', setting.prompt.name),
      ...common(setting),
      'gen_ai.system': `${setting.provider}.chat`,
      'gen_ai.request.model': request.model,
      'ai.prompt.messages': JSON.stringify([{ role: 'system', content: request.system }, ...request.said.map(message)]),
      ...(reply === null ? {} : answered(reply)),
    }),
  }),
  tool: (step) => ({
    name: 'ai.toolCall',
    attributes: known({
      'operation.name': 'ai.toolCall',
      'ai.operationId': 'ai.toolCall',
      'ai.toolCall.name': step.name,
      'ai.toolCall.id': step.callId,
      'ai.toolCall.args': step.arguments,
      'ai.toolCall.result': step.result === null ? null : JSON.stringify(step.result),
    }),
  }),
};

const operation = (name: string, id: string): Attributes => ({
  'operation.name': `${name} ${id}`,
  'resource.name': id,
  'ai.operationId': name,
  'ai.telemetry.functionId': id,
});

const common = (setting: Setting): Attributes => ({
  'ai.model.provider': `${setting.provider}.chat`,
  'ai.model.id': setting.model,
  'ai.telemetry.metadata.userId': setting.user,
  'ai.telemetry.metadata.sessionId': setting.conversation,
  'ai.telemetry.metadata.prompt.name': setting.prompt.name,
  'ai.telemetry.metadata.prompt.version': setting.prompt.version,
  'ai.telemetry.metadata.tags': [...setting.tags],
});

const answered = (reply: Reply): { [key: string]: Attributes[string] | null } => ({
  'ai.response.finishReason': reply.finish.replaceAll('_', '-').replace('tool-call', 'tool-calls'),
  'ai.response.text': reply.text ?? reply.refusal,
  'ai.response.id': reply.responseId,
  'ai.response.model': reply.model,
  'ai.response.toolCalls':
    reply.calls.length === 0
      ? null
      : JSON.stringify(
          reply.calls.map((call) => ({ toolCallId: call.id, toolName: call.name, input: call.arguments })),
        ),
  'gen_ai.response.id': reply.responseId,
  'gen_ai.response.model': reply.model,
  ...(reply.usage === null ? {} : usageAttributes(reply.usage)),
});

const usageAttributes = (usage: Usage): Attributes => ({
  'ai.usage.inputTokens': usage.input,
  'ai.usage.inputTokenDetails.noCacheTokens': usage.input - usage.cacheRead - usage.cacheWrite,
  'ai.usage.inputTokenDetails.cacheReadTokens': usage.cacheRead,
  'ai.usage.inputTokenDetails.cacheWriteTokens': usage.cacheWrite,
  'ai.usage.outputTokens': usage.output,
  'ai.usage.outputTokenDetails.textTokens': usage.output - usage.reasoning,
  'ai.usage.reasoningTokens': usage.reasoning,
  'ai.usage.totalTokens': usage.input + usage.output,
});

function message(said: Said): object {
  if (said.role === 'user') return { role: 'user', content: [{ type: 'text', text: said.text }] };
  if (said.role === 'tool') {
    const output = { type: 'text', value: said.text };
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: said.callId, toolName: said.name, output }] };
  }
  const calls = said.calls.map((call) => ({
    type: 'tool-call',
    toolCallId: call.id,
    toolName: call.name,
    input: call.arguments,
  }));
  return { role: 'assistant', content: [...(said.text === null ? [] : [{ type: 'text', text: said.text }]), ...calls] };
}
