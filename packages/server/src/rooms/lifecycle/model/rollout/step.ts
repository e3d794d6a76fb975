import { obey } from './command.ts';
import type { Effect, Refusal } from './effect.ts';
import type { Input } from './input.ts';
import { takeLook } from './look.ts';
import type { Plan } from './plan.ts';
import type { RolloutState } from './state.ts';
import { passTime } from './tick.ts';
import type { Turn } from './turn.ts';

type Next = Turn & { readonly refused: Refusal | null };

/**
 * The controller of a rollout: pure, so that the ledger replays to the same decisions. A refused input changes nothing; one that
 * was taken already changes nothing either, and is no refusal. `now` in Unix milliseconds.
 */
export function step(state: RolloutState, input: Input, plan: Plan, now: number): Next {
  const turn = turnOf(state, input, plan, now);
  if (typeof turn === 'string') return { state, effects: [], refused: turn };
  if (turn.state === state && turn.effects.length === 0) return { ...turn, refused: null };
  return { state: turn.state, effects: [...turn.effects, record(state, turn.state, input)], refused: null };
}

function turnOf(state: RolloutState, input: Input, plan: Plan, now: number): Turn | Refusal {
  if (input.kind === 'look') return takeLook(state, input, plan, now);
  if (input.kind === 'tick') return passTime(state, plan, input.ackedVersion, now);
  return obey(state, input, plan, now);
}

function record(before: RolloutState, after: RolloutState, input: Input): Effect {
  return {
    kind: 'record',
    input: input.kind,
    look: input.kind === 'look' ? input.look : null,
    from: before.phase.name,
    to: after.phase.name,
    step: after.step,
    by: 'by' in input ? input.by : null,
    reason: 'reason' in input ? input.reason : 'detail' in input ? input.detail : '',
  };
}
