import { guardrailsOf, type Plan } from './plan.ts';
import type { RolloutState } from './state.ts';

/** Every guardrail is certified, or a person passed over the step that asks for it. */
export function isShown(state: RolloutState, plan: Plan): boolean {
  const isWaived = state.skipped.some(({ step }) => {
    const passed = plan.steps[step];
    return passed?.kind === 'analyze' && passed.isCertified;
  });
  return isWaived || isCertified(state, plan);
}

/** A plan without guardrails certifies nothing. */
export function isCertified(state: RolloutState, plan: Plan): boolean {
  const guardrails = guardrailsOf(plan);
  return guardrails.length > 0 && guardrails.every(({ id }) => state.certified.includes(id));
}
