import { activeOf } from './active.ts';
import { isShown } from './certified.ts';
import type { Plan } from './plan.ts';
import type { Active, RolloutState } from './state.ts';
import { shadowOff, type Turn } from './turn.ts';

const all = 100_000;

/** Begins a step; after the last one the candidate is promoted, if it was shown to be good enough or a person passed over that. */
export function enter(state: RolloutState, plan: Plan, at: number, now: number): Turn {
  const step = plan.steps[at];
  if (step === undefined)
    return isShown(state, plan) ? promote(state) : hold(state, 'inconclusive', now, ['certified']);
  const next = (phase: Active): RolloutState => ({ ...state, step: at, phase });
  const before = shadowOff(state, plan);
  switch (step.kind) {
    case 'shadow':
      return {
        state: next({ name: 'shadow', since: now }),
        effects: [{ kind: 'set_shadow', weight: step.weight }],
      };
    case 'weight':
    case 'bake': {
      const order = { weight: step.weight, version: state.weightVersion + 1 };
      const ordered = { ...next({ name: 'ramping', since: now }), weight: order.weight, weightVersion: order.version };
      return { state: ordered, effects: [...before, { kind: 'set_weight', ...order }] };
    }
    case 'analyze':
      return { state: next({ name: 'analyzing', since: now }), effects: before };
    case 'sign_off': {
      const { people, role } = step;
      const phase = { name: 'awaiting_sign_off', since: now, because: 'step', signedBy: [] } as const;
      return {
        state: next(phase),
        effects: [...before, { kind: 'ask_sign_off', step: at, people, role, because: 'step' }],
      };
    }
  }
}

export function promote(state: RolloutState): Turn {
  const version = state.weightVersion + 1;
  return {
    state: { ...state, phase: { name: 'promoted' }, weight: all, weightVersion: version },
    effects: [
      { kind: 'deploy_stable', version },
      { kind: 'notify', about: 'promoted', details: [] },
    ],
  };
}

/** Stays where it is, weight and evidence kept, until a person does something. What stands still already is left alone. */
export function hold(
  state: RolloutState,
  why: 'manual' | 'inconclusive' | 'health',
  now: number,
  details: readonly string[],
): Turn {
  const from = activeOf(state.phase);
  if (from === null || from !== state.phase) return { state, effects: [] };
  return {
    state: { ...state, phase: { name: 'paused', since: now, why, from } },
    effects: why === 'manual' ? [] : [{ kind: 'notify', about: 'paused', details }],
  };
}
