import type { Refusal } from './effect.ts';
import type { Command } from './input.ts';
import { activeOf } from './active.ts';
import { leave } from './leave.ts';
import { enter, hold, promote } from './moves.ts';
import type { Plan } from './plan.ts';
import { resume } from './resume.ts';
import { type Active, hasEnded, type RolloutState } from './state.ts';
import type { Turn } from './turn.ts';

/** What a person or a job asks for, or why it is not done. */
export function obey(state: RolloutState, command: Command, plan: Plan, now: number): Turn | Refusal {
  if (command.kind === 'roll_back' && state.phase.name === 'rolled_back') return { state, effects: [] };
  if (hasEnded(state)) return 'ended';
  const details = 'reason' in command ? [command.reason] : [];
  switch (command.kind) {
    case 'roll_back':
      return leave(state, plan, { end: 'rolled_back', now, details });
    case 'abort':
      return leave(state, plan, { end: 'aborted', now, details });
    case 'supersede':
      return leave(state, plan, { end: 'superseded', now, details });
    case 'limit': {
      const { metric } = command;
      const isKnown = state.alarms.includes(metric);
      return leave(isKnown ? state : { ...state, alarms: [...state.alarms, metric] }, plan, {
        end: 'rolled_back',
        now,
        details: [command.metric],
      });
    }
    case 'start':
      return start(state, plan, now);
    default:
      return state.phase.name === 'rolling_back' ? 'going_back' : steer(state, command, plan, now);
  }
}

function start(state: RolloutState, plan: Plan, now: number): Turn | Refusal {
  if (state.phase.name !== 'draft') return 'started_already';
  if (plan.gates.length === 0) return enter(state, plan, 0, now);
  return { state: { ...state, phase: { name: 'pre_gate', since: now } }, effects: [{ kind: 'run_gates' }] };
}

type Steering = Exclude<Command, { kind: 'start' | 'roll_back' | 'abort' | 'supersede' | 'limit' }>;

function steer(state: RolloutState, command: Steering, plan: Plan, now: number): Turn | Refusal {
  const active = activeOf(state.phase);
  if (active === null) return 'not_in_this_phase';
  switch (command.kind) {
    case 'gates_passed':
      return state.phase.name === 'pre_gate' ? enter(state, plan, 0, now) : 'not_in_this_phase';
    case 'gates_failed':
      if (active.name !== 'pre_gate') return 'not_in_this_phase';
      return leave(state, plan, { end: 'aborted', now, details: [command.detail] });
    case 'pause':
      return state.phase === active ? hold(state, 'manual', now, []) : 'not_in_this_phase';
    case 'resume':
      return resume(state, now) ?? 'not_in_this_phase';
    case 'skip':
      return skip(state, command, plan, now);
    case 'promote':
      return promoteEarly(state, command, plan);
    case 'sign_off':
      return signOff(state, command, plan, now);
  }
}

type Said = { readonly by: string; readonly reason: string };
const passedOver = (state: RolloutState, { by, reason }: Said): RolloutState => ({
  ...state,
  skipped: [...state.skipped, { step: state.step, by, reason }],
});
const isSilent = ({ reason }: Said): boolean => reason.trim() === '';

/** Not a weight that is on its way, and never a sign-off. */
function skip(state: RolloutState, said: Said, plan: Plan, now: number): Turn | Refusal {
  const active = activeOf(state.phase);
  if (active === null || active.name === 'ramping') return 'not_in_this_phase';
  if (isAsked(active)) return 'sign_off_missing';
  if (isSilent(said)) return 'reason_missing';
  if (active.name === 'pre_gate') return enter({ ...state, skipped: [...state.skipped, gates(said)] }, plan, 0, now);
  return enter(passedOver(state, said), plan, state.step + 1, now);
}

/** The gates stand before the first step. */
const gates = ({ by, reason }: Said) => ({ step: -1, by, reason });
const isAsked = (active: Active): boolean => active.name === 'awaiting_sign_off' && active.because === 'step';

/** Not before any unit has seen the candidate. */
function promoteEarly(state: RolloutState, said: Said, plan: Plan): Turn | Refusal {
  const name = activeOf(state.phase)?.name;
  const isSeen = name === 'analyzing' || name === 'baking' || name === 'awaiting_sign_off';
  if (!isSeen || state.weightVersion === 0) return 'not_in_this_phase';
  if (plan.steps.slice(state.step).some((one) => one.kind === 'sign_off')) return 'sign_off_missing';
  return isSilent(said) ? 'reason_missing' : promote(passedOver(state, said));
}

/** Each person counts once. After a time-out it passes over the evidence, so it says why. */
function signOff(state: RolloutState, said: Said, plan: Plan, now: number): Turn | Refusal {
  const { phase } = state;
  const step = plan.steps[state.step];
  if (phase.name !== 'awaiting_sign_off' || step === undefined) return 'not_in_this_phase';
  if (phase.because === 'timeout')
    return isSilent(said) ? 'reason_missing' : enter(passedOver(state, said), plan, state.step + 1, now);
  if (phase.signedBy.includes(said.by)) return 'signed_off_already';
  const signed = { ...state, phase: { ...phase, signedBy: [...phase.signedBy, said.by] } };
  const people = step.kind === 'sign_off' ? step.people : 1;
  return signed.phase.signedBy.length < people
    ? { state: signed, effects: [] }
    : enter(signed, plan, state.step + 1, now);
}
