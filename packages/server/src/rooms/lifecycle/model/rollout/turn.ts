import { activeOf } from './active.ts';
import type { Effect } from './effect.ts';
import type { RolloutState } from './state.ts';

/** A new state and what follows from it. */
export type Turn = { readonly state: RolloutState; readonly effects: readonly Effect[] };

/** Shadow runs end with the step. */
export const shadowOff = ({ phase }: RolloutState): Effect[] =>
  activeOf(phase)?.name === 'shadow' ? [{ kind: 'set_shadow', weight: 0 }] : [];
