import type { Effect } from './effect.ts';
import type { Plan } from './plan.ts';
import type { End, RolloutState } from './state.ts';
import { shadowOff, type Turn } from './turn.ts';

/**
 * Takes the candidate off, from wherever it is and however often. One that does harm while it is being taken off for another reason
 * ends as rolled back.
 */
export function leave(
  state: RolloutState,
  plan: Plan,
  { end, now, details }: { end: End; now: number; details: readonly string[] },
): Turn {
  const { phase } = state;
  const freeze: Effect[] =
    end === 'rolled_back' && plan.onRollback.freezeCandidate ? [{ kind: 'freeze_candidate' }] : [];
  if (phase.name === 'rolling_back') {
    if (phase.end === end || end !== 'rolled_back') return { state, effects: [] };
    const effects: Effect[] = [...freeze, { kind: 'notify', about: 'rolling_back', details }];
    return { state: { ...state, phase: { ...phase, end } }, effects };
  }
  if (state.weightVersion === 0)
    return {
      state: { ...state, phase: { name: end } },
      effects: [...shadowOff(state, plan), ...freeze, { kind: 'notify', about: end, details }],
    };
  const version = state.weightVersion + 1;
  return {
    state: {
      ...state,
      phase: { name: 'rolling_back', since: now, end, isLate: false },
      weight: 0,
      weightVersion: version,
    },
    effects: [
      { kind: 'set_weight', weight: 0, version },
      ...shadowOff(state, plan),
      ...freeze,
      { kind: 'notify', about: 'rolling_back', details },
    ],
  };
}
