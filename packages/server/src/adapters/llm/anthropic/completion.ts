import type { LlmFinish, LlmUsage } from '../../../ports/llm.ts';
import { type Completion, type Json, objectOf, tokensOf, wordOf } from '../dialect.ts';

/** `message`: what names the model, the reason it ended and the usage. `json` of a block: its input as it streamed, perhaps cut. */
export function completionOf(message: Json, content: readonly Json[]): Completion {
  const texts = content.filter((block) => block['type'] === 'text').map((block) => wordOf(block['text']) ?? '');
  const toolCalls = content
    .filter((block) => block['type'] === 'tool_use')
    .map((block, index) => ({
      id: wordOf(block['id']) || `call_${index}`,
      name: wordOf(block['name']) ?? '',
      arguments: wordOf(block['json']) || JSON.stringify(block['input'] ?? {}),
    }));
  return {
    text: texts.length > 0 ? texts.join('') : toolCalls.length > 0 ? null : '',
    refusal: null,
    toolCalls,
    finish: finishOf(wordOf(message['stop_reason'])),
    model: wordOf(message['model']),
    usage: usageOf(objectOf(message['usage'])),
  };
}

const finishes: { readonly [reason: string]: LlmFinish | undefined } = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'filtered',
};
const finishOf = (reason: string | null): LlmFinish =>
  Object.hasOwn(finishes, reason ?? '') ? finishes[reason!]! : 'other';

/** Its input leaves out what the cache gave or took; here it is part of it. */
function usageOf(usage: Json): LlmUsage {
  const input = tokensOf(usage['input_tokens']);
  const [cacheRead, cacheWrite] = [
    tokensOf(usage['cache_read_input_tokens']),
    tokensOf(usage['cache_creation_input_tokens']),
  ];
  return {
    input: input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: tokensOf(usage['output_tokens']),
    ...{ cacheRead, cacheWrite },
    reasoning: tokensOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
  };
}
