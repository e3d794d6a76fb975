import { isFailing } from './errors.ts';
import type { OutcomeFact, SpanFact } from './facts.ts';

const declaredValues = new Set(['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown']);

/**
 * What came of an invocation, as far as its spans tell. Declared on the span beats what we infer; inferred "completed"
 * says only that it ended without an error of its own. A refusal the data shows is no completion and no failure.
 * @param top the invocation's own span, or null while it has not arrived.
 * @param lastCall the last model call under it.
 */
export function outcomeOf(top: SpanFact | null, lastCall: SpanFact | null, declared: string): OutcomeFact {
  const refused = lastCall?.refused === true || top?.refused === true;
  if (declaredValues.has(declared)) return { value: declared, source: 'declared', refused };
  if (top === null || top.marks.includes('no_end')) return { value: 'unknown', source: '', refused };
  if (refused) return { value: 'unknown', source: 'inferred', refused };
  return { value: isFailing(top) ? 'failed' : 'completed', source: 'inferred', refused };
}
