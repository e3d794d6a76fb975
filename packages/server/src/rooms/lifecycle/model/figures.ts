import type { AgentFigures } from '../../monitoring/index.ts';
import type { Figures } from '../contract.ts';

/** Monitoring's figures of an agent as this room tells them. */
export const figuresOf = (of: AgentFigures): Figures => ({
  invocations: of.invocations,
  topLevel: of.topLevel,
  unbound: of.unbound,
  outcomes: of.outcomes,
  refused: of.refused,
  errors: of.errors,
  modelCalls: of.modelCalls,
  toolCalls: of.toolCalls,
  inputTokens: of.tokens.input,
  outputTokens: of.tokens.output,
  unknownTokenCalls: of.tokens.unknownCalls,
  costUsd: of.cost.usd,
  computedCostUsd: of.cost.computedUsd,
  uncostedCalls: of.cost.unknownCalls,
  p50Ms: of.durationMs.p50,
  p95Ms: of.durationMs.p95,
  firstAt: of.firstAt,
  lastAt: of.lastAt,
  series: of.series,
});

/** Completed of those whose outcome is known; null where none is. Unknown ones are told beside it, never counted as failed. */
export function completionOf({ outcomes }: Pick<Figures, 'outcomes'>): number | null {
  const { completed, failed, passedToPerson, abandoned } = outcomes;
  const known = completed.count + failed.count + passedToPerson.count + abandoned.count;
  return known === 0 ? null : completed.count / known;
}
