import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardrailsOf, type Plan } from './plan.ts';
import type { Input } from './input.ts';
import { analyze, bake, certify, look, plan, shadow, signOff, verdicts, weight } from './samples.fixture.ts';
import { draft, hasEnded, type RolloutState } from './state.ts';
import { step } from './step.ts';

const wait = { onTimeout: 'sign_off' } as const;
const plans = fc.constantFrom<Plan>(
  plan(),
  plan({ steps: [weight(5_000), analyze(wait), weight(50_000), certify(wait)] }),
  plan({ gates: [{ evaluation: 'e', minPassRate: 1 }], steps: [shadow, weight(1_000), certify(), signOff, bake] }),
  plan({ steps: [{ ...shadow, ...wait }, weight(50_000), certify({ onTimeout: 'rollback' }), bake] }),
  // Not what `makePlan` lets pass: the controller is on its own here.
  plan({ steps: [weight(5_000), analyze(), bake] }),
);

const who = fc.record({ by: fc.constantFrom('p1', 'p2', 'p3'), reason: fc.constantFrom('', 'why') });
const rarely = fc.nat(11).map((n) => n === 0);
const mostly = fc.nat(5).map((n) => n > 0);
const someMetrics = fc.record({
  alarm: fc.constantFrom(null, null, null, null, 'completion', 'thumbs'),
  hard: fc.constantFrom(null, null, null, null, null, 'spend', 'completion'),
  certified: fc.subarray(['completion', 'refusals', 'thumbs']),
  missing: fc.constantFrom(null, null, null, 'refusals'),
});
/** `off` from the number that is due. */
const looks = fc.record({
  kind: fc.constant('look' as const),
  off: fc.constantFrom(0, 0, 0, 0, 0, -1, 1, -2),
  acked: mostly,
  units: fc.nat(300),
  metrics: someMetrics,
  isSick: rarely,
  revisedShare: fc.constantFrom(0, 0, 0, 0.01, 0.03, NaN),
});
const commands = fc.oneof(
  ...(['pause', 'resume', 'resume', 'skip', 'sign_off', 'sign_off'] as const).map((kind) =>
    who.map((said): Input => ({ kind, ...said })),
  ),
  fc.constantFrom<Input>({ kind: 'gates_passed' }, { kind: 'gates_passed' }, { kind: 'gates_failed', detail: 'no' }),
);
const drastic = fc.oneof(
  ...(['roll_back', 'abort', 'supersede', 'promote'] as const).map((kind) =>
    who.map((said): Input => ({ kind, ...said })),
  ),
  fc.constant<Input>({ kind: 'limit', metric: 'spend', detail: '' }),
);
const happenings = fc.array(
  fc.record({
    minutes: fc.constantFrom(0, 1, 5, 60, 300, 1_500),
    what: fc.oneof(
      { weight: 8, arbitrary: looks },
      { weight: 6, arbitrary: mostly.map((acked) => ({ kind: 'tick' as const, acked })) },
      { weight: 4, arbitrary: commands },
      { weight: 1, arbitrary: drastic },
    ),
  }),
  { maxLength: 30 },
);
type Drawn = typeof happenings extends fc.Arbitrary<(infer H)[]> ? H : never;

function inputOf({ what }: Drawn, { look: last, weightVersion }: RolloutState): Input {
  if (what.kind === 'tick' && 'acked' in what)
    return { kind: 'tick', ackedVersion: weightVersion - (what.acked ? 0 : 1) };
  if (what.kind !== 'look' || !('off' in what)) return what as Input;
  const { alarm, hard, certified, missing } = what.metrics;
  const base = look(last + 1 + what.off);
  return {
    ...base,
    ackedVersion: weightVersion - (what.acked ? 0 : 1),
    units: base.units.map(({ stratum }) => ({ stratum, stable: 500, candidate: what.units })),
    metrics: verdicts()
      .filter(({ id }) => id !== missing)
      .map(({ id }) => ({ id, alarm: id === alarm, hard: id === hard, certified: certified.includes(id) })),
    health: base.health.map((one, at) => ({ ...one, ok: !(what.isSick && at === 0) })),
    revisedShare: what.revisedShare,
  };
}

type Entry = { before: RolloutState; input: Input; now: number; next: ReturnType<typeof step> };
/** A life of a rollout: what was put in, when, and what came of it. */
function lived(of: Plan, given: readonly Drawn[]): Entry[] {
  let [state, now] = [draft, 0];
  const entries: Entry[] = [];
  for (const one of [{ minutes: 0, what: { kind: 'start', by: 'p1' } as Input } as Drawn, ...given]) {
    now += one.minutes * 60_000;
    const input = inputOf(one, state);
    const next = step(state, input, of, now);
    entries.push({ before: state, input, now, next });
    ({ state } = next);
  }
  return entries;
}
const law = (says: string, holds: (entries: Entry[], of: Plan) => void): void => {
  test(says, () => {
    fc.assert(
      fc.property(plans, happenings, (of, given) => holds(lived(of, given), of)),
      { numRuns: 1_000, seed: 6 },
    );
  });
};
const text = (value: unknown): string => JSON.stringify(value);

test('the lives that the laws are tried on end in every way, and go through every phase', () => {
  const seen = new Map<string, number>();
  for (const [of, given] of fc.sample(fc.tuple(plans, happenings), { numRuns: 3_000, seed: 6 }))
    for (const { next } of lived(of, given))
      seen.set(next.state.phase.name, (seen.get(next.state.phase.name) ?? 0) + 1);
  const phases = ['pre_gate', 'shadow', 'ramping', 'analyzing', 'awaiting_sign_off', 'baking', 'paused', 'error'];
  for (const name of [...phases, 'rolling_back', 'promoted', 'rolled_back', 'aborted', 'superseded'])
    expect([name, (seen.get(name) ?? 0) > 20]).toEqual([name, true]);
});

law('the weight never rises after an alarm, and none is promoted', (entries) => {
  for (const { before, next } of entries.filter((one) => one.before.alarms.length > 0)) {
    expect(next.state.weight).toBe(0);
    expect(before.weight).toBe(0);
    expect(next.effects.some((one) => one.kind === 'deploy_stable')).toBe(false);
    expect(next.state.phase.name).not.toBe('promoted');
  }
});

law('what has ended stays as it is', (entries) => {
  for (const { before, next } of entries.filter((one) => hasEnded(one.before)))
    expect([next.state, next.effects]).toEqual([before, []]);
});

law('any beginning, replayed from JSON, gives the same state and effects, byte for byte', (entries, of) => {
  let again = text(draft);
  for (const { input, now, next } of entries) {
    const replayed = step(JSON.parse(again) as RolloutState, JSON.parse(text(input), revived) as Input, of, now);
    expect(text(replayed)).toBe(text(next));
    again = text(replayed.state);
  }
});
/** JSON has no NaN; null is no number either. */
const revived = (key: string, value: unknown): unknown => (key === 'revisedShare' && value === null ? NaN : value);

law('a look that was taken changes nothing, one out of order is refused', (entries) => {
  for (const { before, input, next } of entries) {
    if (input.kind !== 'look') continue;
    if (input.look === before.look) expect(next).toEqual({ state: before, effects: [], refused: null });
    else if (input.look !== before.look + 1) expect(next.refused).not.toBeNull();
    expect(next.state.look).toBe(next.refused === null ? input.look : before.look);
  }
});

law(
  'none is promoted unless every guardrail was certified by healthy looks, or a person passed over that with a reason',
  (entries, of) => {
    const end = entries.find(({ next }) => next.state.phase.name === 'promoted');
    if (end === undefined) return;
    const looked = entries.flatMap(({ before, input }) =>
      input.kind === 'look' && input.look === before.look + 1 ? [input] : [],
    );
    const good = looked.filter((one) => one.revisedShare <= 0.02 && one.health.every(({ ok }) => ok));
    const isShown = guardrailsOf(of).every(({ id }) =>
      good.some((one) => one.metrics.some((metric) => metric.id === id && metric.certified)),
    );
    const { skipped } = end.next.state;
    const isPassedOver = skipped.some(({ step: at }) => {
      const passed = of.steps[at];
      return passed?.kind === 'analyze' && passed.isCertified;
    });
    expect(isShown || isPassedOver || end.input.kind === 'promote').toBe(true);
    expect(skipped.every((one) => one.reason.trim() !== '')).toBe(true);
  },
);

law('the order inside a look does not matter', (entries, of) => {
  for (const { before, input, now, next } of entries) {
    if (input.kind !== 'look') continue;
    const turned = {
      ...input,
      units: input.units.toReversed(),
      metrics: input.metrics.toReversed(),
      health: input.health.toReversed(),
    };
    expect(text(step(before, turned, of, now))).toBe(text(next));
  }
});

law('bad health and time alone never raise the weight', (entries) => {
  for (const { before, input, next } of entries) {
    const isSick = input.kind === 'look' && (!(input.revisedShare <= 0.02) || input.health.some(({ ok }) => !ok));
    if (isSick) expect(next.state.weight).toBeLessThanOrEqual(before.weight);
    if (input.kind === 'tick') expect(next.state.phase.name === 'promoted').toBe(before.phase.name === 'promoted');
  }
});

law('shadow runs are on while their step is, and off afterwards', (entries, of) => {
  let isOn = false;
  for (const { next } of entries) {
    for (const one of next.effects) if (one.kind === 'set_shadow') isOn = one.weight > 0;
    const { phase, step: at } = next.state;
    const active = phase.name === 'paused' ? phase.from.name : phase.name;
    const isDue = of.steps[at]?.kind === 'shadow' && (active === 'shadow' || active === 'awaiting_sign_off');
    expect(isOn).toBe(isDue);
  }
});

law('the weight is the last one ordered, versions only rise, and it is 0 where nothing runs', (entries) => {
  for (const { before, next } of entries) {
    const orders = next.effects.filter((one) => one.kind === 'set_weight');
    expect(orders.length).toBeLessThanOrEqual(1);
    for (const { weight: share, version } of orders)
      expect([share, version]).toEqual([next.state.weight, next.state.weightVersion]);
    expect(next.state.weightVersion).toBeGreaterThanOrEqual(before.weightVersion);
    const isChanged = next.state.weight !== before.weight;
    expect(next.state.weightVersion > before.weightVersion || !isChanged).toBe(true);
    if (['rolling_back', 'rolled_back', 'aborted', 'superseded'].includes(next.state.phase.name))
      expect(next.state.weight).toBe(0);
  }
});

law(
  'what is refused changes nothing, what is done is recorded once, and rolling back twice is rolling back',
  (entries, of) => {
    for (const { before, now, next } of entries) {
      if (next.refused !== null) expect([next.state, next.effects]).toEqual([before, []]);
      const isDone = text(next.state) !== text(before) || next.effects.length > 0;
      expect(next.effects.filter((one) => one.kind === 'record')).toHaveLength(isDone ? 1 : 0);
      const back: Input = { kind: 'roll_back', by: 'p1', reason: '' };
      const once = step(next.state, back, of, now);
      if (
        next.state.phase.name === 'promoted' ||
        next.state.phase.name === 'aborted' ||
        next.state.phase.name === 'superseded'
      )
        continue;
      expect(once.refused).toBeNull();
      expect(['rolling_back', 'rolled_back']).toContain(once.state.phase.name);
      expect(step(once.state, back, of, now)).toEqual({ state: once.state, effects: [], refused: null });
    }
  },
);
