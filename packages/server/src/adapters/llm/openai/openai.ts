import type { LlmMessage, LlmRequest } from '../../../ports/llm.ts';
import { anyObject, type Dialect, isJson, listOf, Malformed, objectOf, withoutOwn, wordOf } from '../dialect.ts';
import { callOf, completionOf, textOf } from './completion.ts';
import { openaiReader } from './reader.ts';
import { isStrict } from './strict-schema.ts';

/** Chat completions as OpenAI has them, and with it vLLM, Ollama, LM Studio, LiteLLM and most gateways. */
export const openai: Dialect = {
  path: () => '/chat/completions',
  headers: (apiKey) => (apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  body: bodyOf,
  read(answer) {
    const [choice] = listOf(objectOf(answer)['choices']);
    const message = choice?.['message'];
    if (!isJson(message)) throw new Malformed('The answer has no choices[0].message');
    const calls = listOf(message['tool_calls']).map((call, index) => {
      const made = objectOf(call['function']);
      return callOf(call['id'], made['name'], { text: wordOf(made['arguments']) ?? '', index });
    });
    return completionOf(objectOf(answer), {
      text: textOf(message['content']),
      refusal: wordOf(message['refusal']),
      toolCalls: calls,
      finish: wordOf(choice!['finish_reason']),
    });
  },
  reader: openaiReader,
};

/** `n` more answers would cost and never be seen. */
const own = ['model', 'messages', 'tools', 'tool_choice', 'response_format', 'stream', 'stream_options', 'n'];

function bodyOf({ model, messages, tools, toolChoice, outputSchema, parameters, stream }: LlmRequest): object {
  return {
    ...withoutOwn(parameters, own),
    model,
    messages: messages.map(messageOf),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function',
        function: { name, ...(description !== undefined && { description }), parameters: inputSchema ?? anyObject },
      })),
    }),
    ...(tools.length > 0 && toolChoice !== null && { tool_choice: choiceOf(toolChoice) }),
    ...(outputSchema !== null && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: outputSchema, ...(isStrict(outputSchema) && { strict: true }) },
      },
    }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
}

const choiceOf = (choice: string): unknown =>
  ['auto', 'none', 'required'].includes(choice) ? choice : { type: 'function', function: { name: choice } };

function messageOf(message: LlmMessage): object {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content };
  if (message.role !== 'assistant' || message.toolCalls.length === 0)
    return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    content: message.content === '' ? null : message.content,
    tool_calls: message.toolCalls.map(({ id, name, arguments: text }) => ({
      ...{ id, type: 'function', function: { name, arguments: text } },
    })),
  };
}
