import type { LlmMessage, LlmRequest } from '../../../ports/llm.ts';
import { anyObject, type Dialect, type Json, listOf, Malformed, objectOf, withoutOwn } from '../dialect.ts';
import { completionOf } from './completion.ts';
import { anthropicReader } from './reader.ts';

/** Messages as Anthropic has them. */
export const anthropic: Dialect = {
  // Base URLs are given with and without the version.
  path: (basePath) => (basePath.endsWith('/v1') ? '/messages' : '/v1/messages'),
  headers: (apiKey) => ({
    'anthropic-version': '2023-06-01',
    ...(apiKey !== null && { 'x-api-key': apiKey }),
  }),
  body: bodyOf,
  read(answer) {
    const message = objectOf(answer);
    if (!Array.isArray(message['content'])) throw new Malformed('The answer has no content');
    return completionOf(message, listOf(message['content']));
  },
  reader: anthropicReader,
};

const own = [
  ...['model', 'messages', 'system', 'tools', 'tool_choice', 'output_config', 'stream', 'n'],
  ...['stop', 'max_tokens', 'max_completion_tokens'],
];
/** It must be told, and a prompt may leave it out. */
const usualTokens = 4096;

function bodyOf({ model, messages, tools, toolChoice, outputSchema, parameters, stream }: LlmRequest): object {
  const system = messages.filter((one) => one.role === 'system').map((one) => one.content);
  const { stop, max_tokens: most = parameters['max_completion_tokens'] } = parameters;
  return {
    ...withoutOwn(parameters, own),
    // The same parameter in OpenAI's words, so that lanes of both dialects can share theirs.
    ...(stop !== undefined && { stop_sequences: typeof stop === 'string' ? [stop] : stop }),
    model,
    max_tokens: most ?? usualTokens,
    ...(system.length > 0 && { system: system.join('\n\n') }),
    messages: turnsOf(messages.filter((one) => one.role !== 'system')),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        ...{ name, ...(description !== undefined && { description }), input_schema: inputSchema ?? anyObject },
      })),
    }),
    ...(tools.length > 0 && toolChoice !== null && { tool_choice: choiceOf(toolChoice) }),
    ...(outputSchema !== null && { output_config: { format: { type: 'json_schema', schema: outputSchema } } }),
    ...(stream && { stream: true }),
  };
}

function choiceOf(choice: string): object {
  if (choice === 'required') return { type: 'any' };
  return choice === 'auto' || choice === 'none' ? { type: choice } : { type: 'tool', name: choice };
}

/** Results of several calls belong into one message of the user's, and neighbours of one role into one. */
function turnsOf(messages: readonly LlmMessage[]): object[] {
  const turns: { role: string; content: object[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const blocks = blocksOf(message);
    if (turns.at(-1)?.role === role) turns.at(-1)!.content.push(...blocks);
    else turns.push({ role, content: blocks });
  }
  return turns;
}

function blocksOf(message: LlmMessage): object[] {
  if (message.role === 'tool') return [{ type: 'tool_result', tool_use_id: message.callId, content: message.content }];
  const text = message.content === '' ? [] : [{ type: 'text', text: message.content }];
  if (message.role !== 'assistant') return text;
  const uses = message.toolCalls.map(({ id, name, arguments: json }) => ({
    ...{ type: 'tool_use', id, name, input: inputOf(json) },
  }));
  return [...text, ...uses];
}

/** It wants an object, and the text of a call may be none. */
function inputOf(text: string): Json {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
