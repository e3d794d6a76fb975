import { leave } from './leave.ts';
import { enter, hold } from './moves.ts';
import type { Plan } from './plan.ts';
import type { RolloutState } from './state.ts';
import type { Turn } from './turn.ts';

/** What time and the routers' acknowledgements do, without any evidence: they never promote. */
export function passTime(state: RolloutState, plan: Plan, ackedVersion: number, now: number): Turn {
  const { phase } = state;
  switch (phase.name) {
    case 'ramping':
      return ackedVersion >= state.weightVersion ? served(state, plan, now) : late(state, plan, now);
    case 'rolling_back':
      if (ackedVersion >= state.weightVersion)
        return {
          state: { ...state, phase: { name: phase.end } },
          effects: [{ kind: 'notify', about: phase.end, details: [] }],
        };
      if (phase.isLate || now - phase.since < plan.ackTimeoutMs) return { state, effects: [] };
      return {
        state: { ...state, phase: { ...phase, isLate: true } },
        effects: [{ kind: 'notify', about: 'rolling_back', details: ['not_acknowledged'] }],
      };
    case 'shadow':
    case 'analyzing':
    case 'baking':
      return timedOut(state, plan, phase.since, now);
    default:
      return { state, effects: [] };
  }
}

function served(state: RolloutState, plan: Plan, now: number): Turn {
  if (plan.steps[state.step]?.kind === 'bake')
    return { state: { ...state, phase: { name: 'baking', since: now } }, effects: [] };
  return enter(state, plan, state.step + 1, now);
}

function late(state: RolloutState, plan: Plan, now: number): Turn {
  const { phase } = state;
  if (phase.name !== 'ramping' || now - phase.since < plan.ackTimeoutMs) return { state, effects: [] };
  return {
    state: { ...state, phase: { name: 'error', since: now, from: phase } },
    effects: [{ kind: 'notify', about: 'error', details: ['not_acknowledged'] }],
  };
}

function timedOut(state: RolloutState, plan: Plan, since: number, now: number): Turn {
  const step = plan.steps[state.step];
  if (step === undefined || !('maxMs' in step) || now - since < step.maxMs) return { state, effects: [] };
  switch (step.onTimeout) {
    case 'hold':
      return hold(state, 'inconclusive', now, ['timeout']);
    case 'rollback':
      return leave(state, plan, { end: 'rolled_back', now, details: ['timeout'] });
    case 'sign_off':
      return {
        state: { ...state, phase: { name: 'awaiting_sign_off', since: now, because: 'timeout', signedBy: [] } },
        effects: [{ kind: 'ask_sign_off', step: state.step, people: 1, role: null, because: 'timeout' }],
      };
  }
}
