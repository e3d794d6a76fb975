import type { Refusal } from './effect.ts';
import type { Evidence } from './evidence.ts';
import { isCertified } from './certified.ts';
import { leave } from './leave.ts';
import { enter, hold } from './moves.ts';
import { guardrailsOf, type Plan } from './plan.ts';
import { hasEnded, type RolloutState } from './state.ts';
import { passTime } from './tick.ts';
import type { Turn } from './turn.ts';

type Look = Evidence & { readonly ackedVersion: number };

/** One look at the evidence. An alarm comes before everything, bad health before any progress, progress before time that is over. */
export function takeLook(state: RolloutState, look: Look, plan: Plan, now: number): Turn | Refusal {
  if (look.look === state.look) return { state, effects: [] };
  if (hasEnded(state)) return 'ended';
  if (state.phase.name === 'draft' || state.phase.name === 'pre_gate') return 'not_running';
  if (look.look !== state.look + 1) return 'look_out_of_order';
  const raised = alarmsOf(look, plan);
  const sick = sicknessOf(look, plan);
  const taken: RolloutState = {
    ...state,
    look: look.look,
    alarms: union(state.alarms, raised),
    certified: sick.length > 0 ? state.certified : union(state.certified, certifiedOf(look, plan)),
  };
  if (raised.length > 0) {
    const gone = leave(taken, plan, { end: 'rolled_back', now, details: raised });
    // Already on its way: the acknowledgement that came with the look still counts.
    return state.phase.name === 'rolling_back' ? after(gone, passTime(gone.state, plan, look.ackedVersion, now)) : gone;
  }
  if (state.phase.name !== 'rolling_back' && sick.length > 0) return hold(taken, 'health', now, sick);
  if (isEnough(taken, look, plan, now)) return enter(taken, plan, taken.step + 1, now);
  return passTime(taken, plan, look.ackedVersion, now);
}

const after = (first: Turn, then: Turn): Turn => ({ state: then.state, effects: [...first.effects, ...then.effects] });
const union = (one: readonly string[], other: readonly string[]): readonly string[] => [...new Set([...one, ...other])];

const certifiedOf = ({ metrics }: Look, plan: Plan): string[] =>
  guardrailsOf(plan)
    .map((one) => one.id)
    .filter((id) => metrics.some((one) => one.id === id && one.certified));

/** Alarms of guardrails and hard limits of the plan; whatever else is measured decides nothing. */
function alarmsOf({ metrics }: Look, plan: Plan): string[] {
  const guarded = new Set(guardrailsOf(plan).map((one) => one.id));
  const limited = new Set(plan.hardLimits.map((one) => one.metric));
  const raised = metrics.filter((one) => (one.alarm && guarded.has(one.id)) || (one.hard && limited.has(one.id)));
  return [...new Set(raised.map((one) => one.id))].toSorted();
}

/** What is wrong with the evidence itself. Written so that no number at all is wrong too. */
function sicknessOf({ health, revisedShare }: Look, plan: Plan): string[] {
  const failed = health.filter((one) => !one.ok).map((one) => one.check);
  return [...new Set([...failed, ...(revisedShare <= plan.health.revisedMaxShare ? [] : ['revised'])])].toSorted();
}

/** Is there all that the step waits for? A metric or a check that is missing is never good news. */
function isEnough(state: RolloutState, look: Look, plan: Plan, now: number): boolean {
  const { phase } = state;
  const step = plan.steps[state.step];
  if (step === undefined || !('minUnits' in step)) return false;
  if (phase.name !== 'shadow' && phase.name !== 'analyzing' && phase.name !== 'baking') return false;
  const isComplete =
    guardrailsOf(plan).every(({ id }) => look.metrics.some((one) => one.id === id)) &&
    plan.checks.every((id) => look.health.some((one) => one.check === id));
  const stratum = look.units.filter((one) => one.stratum === state.weightVersion);
  const least = Math.min(sum(stratum.map((one) => one.stable)), sum(stratum.map((one) => one.candidate)));
  if (!isComplete || !(least >= step.minUnits)) return false;
  if (step.kind === 'bake') return now - phase.since >= step.durationMs;
  return step.kind === 'analyze' && step.isCertified ? isCertified(state, plan) : true;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
