import { isUncosted } from './costs.ts';
import type { StepFact, Tokens } from './facts.ts';

export type Sum = {
  errors: number;
  steps: number;
  modelCalls: number;
  toolCalls: number;
  unknownCalls: number;
  uncostedCalls: number;
  tokens: Tokens;
  costNanoUsd: bigint | null;
  costComputedNanoUsd: bigint | null;
};

export const emptySum = (): Sum => ({
  errors: 0,
  steps: 0,
  modelCalls: 0,
  toolCalls: 0,
  unknownCalls: 0,
  uncostedCalls: 0,
  tokens: { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null },
  costNanoUsd: null,
  costComputedNanoUsd: null,
});

/** Adds one step. Unknown plus known is known; unknown alone stays unknown, never 0. */
export function addStep(sum: Sum, step: StepFact): void {
  if (!step.counted) return;
  sum.steps++;
  if (step.isError) sum.errors++;
  if (step.countsTool) sum.toolCalls++;
  if (step.countsCall) {
    sum.modelCalls++;
    if (step.tokens.input === null && !step.isError) sum.unknownCalls++;
    if (isUncosted(step)) sum.uncostedCalls++;
  }
  for (const key of tokenKeys) sum.tokens[key] = plus(sum.tokens[key], step.tokens[key]);
  const { nanoUsd, source } = step.cost;
  if (nanoUsd === null) return;
  sum.costNanoUsd = (sum.costNanoUsd ?? 0n) + nanoUsd;
  if (source === 'computed') sum.costComputedNanoUsd = (sum.costComputedNanoUsd ?? 0n) + nanoUsd;
}

const tokenKeys = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

const plus = (a: number | null, b: number | null): number | null => (b === null ? a : (a ?? 0) + b);
