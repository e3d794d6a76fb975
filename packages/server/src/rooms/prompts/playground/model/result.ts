import type { LlmAnswer } from '../../../../ports/llm.ts';
import type { PlaygroundCell } from '../../contract-playground.ts';

/** What a cell has beside its place, its state and what was said before. */
export type CellResult = Omit<PlaygroundCell, 'lane' | 'row' | 'seq' | 'state' | 'turns'>;
type Fit = Pick<PlaygroundCell, 'object' | 'schema' | 'schemaErrors'>;

export const noTokens = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
export const noResult: CellResult = {
  ...{ text: null, isCut: false, refusal: null, toolCalls: [], object: null, schema: 'none', schemaErrors: [] },
  ...{ finish: null, model: null, ms: null, firstMs: null, attempts: 0, tokens: noTokens, costUsd: null, error: null },
};

/** Six hundred answers of this length are what one run may hold. */
const mostLetters = 32_000;
const mostOfCall = 32_000;

export function resultOf(answer: LlmAnswer, fit: Fit, costUsd: number | null): CellResult {
  const { text, refusal, toolCalls, finish, model, usage, ms, firstMs, attempts } = answer;
  return {
    ...{ text: text?.slice(0, mostLetters) ?? null, isCut: (text?.length ?? 0) > mostLetters },
    refusal: refusal?.slice(0, mostLetters) ?? null,
    toolCalls: toolCalls.slice(0, 50).map((call) => ({ ...call, arguments: call.arguments.slice(0, mostOfCall) })),
    ...fit,
    // A long object is shown as the text it came in.
    object: (text?.length ?? 0) > mostLetters ? null : fit.object,
    ...{ finish, model, ms, firstMs, attempts, tokens: usage, costUsd, error: null },
  };
}

export const failureOf = (error: { code: string; message: string }, ms: number): CellResult => ({
  ...noResult,
  ms,
  error: { code: error.code, message: error.message },
});
