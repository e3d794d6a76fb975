import { isObject } from '../content/json.ts';
import { countOf } from './attribute.ts';
import type { Facts, Usage } from './types.ts';

const detail = /^(?:cache_|cached_)/;
const details = {
  cacheRead: ['cache_read_input_tokens', 'input_cached_tokens', 'input_cache_read', 'cache_read', 'input_cached'],
  cacheWrite: ['cache_creation_input_tokens', 'input_cache_creation', 'cache_creation', 'cache_write_input_tokens'],
  reasoning: ['output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens'],
} as const;

/**
 * Usage by Langfuse's free keys. Version 5 keeps them disjoint (`input` without what was cached), version 3 and people
 * send inclusive ones: decided by what adds up to `total`, never by the library. Without a total they are disjoint, which
 * is Langfuse's own rule; the result is then `inferred`.
 */
export function langfuseUsage(sent: unknown): Pick<Facts, 'usage' | 'usageQuality'> {
  if (!isObject(sent)) return {};
  const of = (...keys: readonly string[]): number | null => {
    for (const key of keys) {
      const count = countOf(sent[key]);
      if (count !== null) return count;
    }
    return null;
  };
  const input = of('input', 'prompt_tokens', 'promptTokens', 'input_tokens');
  const output = of('output', 'completion_tokens', 'completionTokens', 'output_tokens');
  const cacheRead = of(...details.cacheRead);
  const cacheWrite = of(...details.cacheWrite);
  const reasoning = of(...details.reasoning);
  let [besideInput, besideOutput] = [0, 0];
  for (const key of Object.keys(sent)) {
    const count = countOf(sent[key]) ?? 0;
    if (key === 'input_tokens' || key === 'output_tokens') continue;
    if (key.startsWith('input_') || detail.test(key)) besideInput += count;
    else if (key.startsWith('output_') || key === 'reasoning_tokens') besideOutput += count;
  }
  const plain = (input ?? 0) + (output ?? 0);
  const total = of('total', 'total_tokens', 'totalTokens');
  const sum = { besideInput, besideOutput, total, plain };
  const { addInput, addOutput, sure } = whatToAdd(sum);
  const usage: Usage = {
    input: input === null ? null : input + addInput,
    output: output === null ? null : output + addOutput,
    cacheRead,
    cacheWrite,
    reasoning,
  };
  return sure ? { usage } : { usage, usageQuality: 'inferred' };
}

type Sum = { besideInput: number; besideOutput: number; total: number | null; plain: number };

function whatToAdd({ besideInput, besideOutput, total, plain }: Sum) {
  const ways = [
    [0, 0],
    [besideInput, besideOutput],
    [besideInput, 0],
    [0, besideOutput],
  ] as const;
  const fits = ways.find(([more, out]) => plain + more + out === total);
  const [addInput, addOutput] = fits ?? ways[1];
  return { addInput, addOutput, sure: fits !== undefined || besideInput + besideOutput === 0 };
}
