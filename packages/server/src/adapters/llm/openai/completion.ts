import type { LlmFinish, LlmUsage } from '../../../ports/llm.ts';
import { type Completion, type Json, listOf, objectOf, tokensOf, wordOf } from '../dialect.ts';

/** A string, or of some servers a list of parts with texts. */
export const textOf = (content: unknown): string | null =>
  Array.isArray(content)
    ? listOf(content)
        .map((part) => wordOf(part['text']) ?? '')
        .join('')
    : wordOf(content);

/** Some servers give calls no id; results need one to answer to. */
export function callOf(id: unknown, name: unknown, { text, index }: { text: string; index: number }) {
  return { id: wordOf(id) || `call_${index}`, name: wordOf(name) ?? '', arguments: text };
}

type Said = Pick<Completion, 'text' | 'refusal' | 'toolCalls'> & { finish: string | null };
/** `from`: what names the model and the usage. Empty text beside calls or a refusal is none. */
export function completionOf(from: Json, { text, refusal, toolCalls, finish }: Said): Completion {
  const isNone = text === '' && (toolCalls.length > 0 || refusal !== null);
  return {
    ...{ text: isNone ? null : text, refusal, toolCalls },
    finish: finishOf(finish, toolCalls.length > 0),
    model: wordOf(from['model']),
    usage: usageOf(objectOf(from['usage'])),
  };
}

function finishOf(reason: string | null, hasCalls: boolean): LlmFinish {
  if (reason === 'length') return 'length';
  if (reason === 'content_filter') return 'filtered';
  // Some servers say "stop" for calls too.
  if (hasCalls) return 'tool_calls';
  return reason === 'stop' ? 'stop' : 'other';
}

const usageOf = (usage: Json): LlmUsage => ({
  input: tokensOf(usage['prompt_tokens']),
  output: tokensOf(usage['completion_tokens']),
  cacheRead: tokensOf(objectOf(usage['prompt_tokens_details'])['cached_tokens']),
  cacheWrite: tokensOf(objectOf(usage['prompt_tokens_details'])['cache_write_tokens']),
  reasoning: tokensOf(objectOf(usage['completion_tokens_details'])['reasoning_tokens']),
});
