import type { Active, Phase } from './state.ts';

/** What goes on, or would if it were not paused or stuck; null = nothing does. */
export function activeOf(phase: Phase): Active | null {
  switch (phase.name) {
    case 'paused':
    case 'error':
      return phase.from;
    case 'pre_gate':
    case 'shadow':
    case 'ramping':
    case 'analyzing':
    case 'awaiting_sign_off':
    case 'baking':
      return phase;
    default:
      return null;
  }
}
