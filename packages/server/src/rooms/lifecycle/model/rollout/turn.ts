import { activeOf } from './active.ts';
import type { Effect } from './effect.ts';
import type { Plan } from './plan.ts';
import type { RolloutState } from './state.ts';

/** A new state and what follows from it. */
export type Turn = { readonly state: RolloutState; readonly effects: readonly Effect[] };

/** Shadow runs end with their step, also where it waits for a person by then. */
export function shadowOff({ phase, step }: RolloutState, plan: Plan): Effect[] {
  const active = activeOf(phase);
  const isOn = active !== null && active.name !== 'pre_gate' && plan.steps[step]?.kind === 'shadow';
  return isOn ? [{ kind: 'set_shadow', weight: 0 }] : [];
}
