import { isFailing } from './errors.ts';
import type { OutcomeFact, SpanFact, StepFact } from './facts.ts';

const declaredValues = new Set(['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown']);

/**
 * What came of an invocation, as far as its spans tell. Declared on the span beats what we infer; inferred "completed"
 * says only that it ended without an error of its own. A refusal the data shows is no completion and no failure.
 * @param top the invocation's own span, or null while it has not arrived.
 * @param own all spans of it. A guardrail that fired counts as a refusal where the invocation failed by it.
 */
export function outcomeOf(top: SpanFact | null, own: readonly StepFact[], declared: string): OutcomeFact {
  const lastCall = own.findLast((step) => step.countsCall)?.span;
  const blocked = (): boolean => own.some(({ span }) => span.kind === 'guardrail' && span.refused);
  const refused = lastCall?.refused === true || top?.refused === true || (top?.failed === true && blocked());
  if (declaredValues.has(declared)) return { value: declared, source: 'declared', refused };
  if (top === null || top.marks.includes('no_end')) return { value: 'unknown', source: '', refused };
  if (refused) return { value: 'unknown', source: 'inferred', refused };
  return { value: isFailing(top) ? 'failed' : 'completed', source: 'inferred', refused };
}
