import type { RolloutState } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Back to where it was, null = it was nowhere. Time in which it was paused does not count; after evidence that did not come in time,
 * and after a weight that was not acknowledged, the whole time begins again. Gates run again, a weight is ordered again as it was.
 */
export function resume(state: RolloutState, now: number): Turn | null {
  const { phase } = state;
  if (phase.name !== 'paused' && phase.name !== 'error') return null;
  const { from } = phase;
  const isAnew = phase.name === 'error' || phase.why === 'inconclusive';
  const since = isAnew ? now : from.since + Math.max(0, now - phase.since);
  const again = { ...state, phase: { ...from, since } };
  if (from.name === 'pre_gate') return { state: again, effects: [{ kind: 'run_gates' }] };
  if (phase.name !== 'error') return { state: again, effects: [] };
  const { weight, weightVersion: version } = state;
  return { state: again, effects: [{ kind: 'set_weight', weight, version }] };
}
