import { describe, expect, test } from 'vitest';
import type { Input } from './input.ts';
import type { Plan } from './plan.ts';
import * as sample from './samples.fixture.ts';
import { step } from './step.ts';

const { ack, analyze, atFirst, atSecond, baking, by, certified, certify, drive, go, hour, look, plan } = sample;
const { kindsOf: kinds, phaseAfter: phase, refusal, shadow, signOff, verdicts, weight } = sample;
const back: Input = { kind: 'roll_back', ...by };
const alarm = (number: number, id = 'completion') => look(number, { metrics: verdicts({ id, alarm: true }) });

const gated = plan({
  gates: [{ evaluation: 'e', minPassRate: 1 }],
  steps: [shadow, weight(5_000), certify(), signOff],
});
const passed: Input = { kind: 'gates_passed' };
const upToSignOff = [go, passed, look(1), ack(1), certified(2)];
/** Every phase that is no end, by the way there. */
const ways: readonly [string, Plan, readonly (Input | number)[]][] = [
  ['draft', gated, []],
  ['pre_gate', gated, [go]],
  ['shadow', gated, [go, passed]],
  ['ramping', plan(), [go]],
  ['analyzing', plan(), atFirst],
  ['awaiting_sign_off', gated, upToSignOff],
  ['baking', plan(), baking],
  ['paused', plan(), [...atFirst, { kind: 'pause', ...by }]],
  ['error', plan(), [go, 600_000, ack(0)]],
  ['rolling_back', plan(), [...atFirst, { kind: 'abort', ...by }]],
];

describe('going back', () => {
  test.each(ways)('from %s, twice as well as once', (name, of, way) => {
    expect(phase(of, ...way).name).toBe(name);
    const before = drive(of, ...way);
    const once = step(before.state, back, of, before.now);
    expect(once.refused).toBeNull();
    expect(kinds(once.effects)).toContain('freeze_candidate');
    expect(once.state.weight).toBe(0);
    expect(step(once.state, back, of, before.now + 1)).toEqual({ state: once.state, effects: [], refused: null });
    const gone = step(once.state, ack(once.state.weightVersion), of, before.now).state;
    expect(gone.phase).toEqual({ name: 'rolled_back' });
    expect(step(gone, back, of, before.now)).toEqual({ state: gone, effects: [], refused: null });
  });

  test.each(ways.filter(([name]) => name !== 'draft' && name !== 'pre_gate'))(
    'an alarm in %s acts at once',
    (_, of, way) => {
      const before = drive(of, ...way);
      const { state } = step(before.state, alarm(before.state.look + 1), of, before.now);
      expect(state).toMatchObject({ weight: 0, alarms: ['completion'] });
      expect(['rolling_back', 'rolled_back']).toContain(state.phase.name);
    },
  );

  test.each(ways)('so does a hard limit in %s', (_, of, way) => {
    const before = drive(of, ...way);
    const limit: Input = { kind: 'limit', metric: 'spend', detail: '11 USD of 10' };
    const { state, effects } = step(before.state, limit, of, before.now);
    expect(state).toMatchObject({ weight: 0, alarms: ['spend'] });
    expect(effects.at(-1)).toMatchObject({ kind: 'record', reason: '11 USD of 10' });
    expect(step(state, limit, of, before.now)).toMatchObject({ state, effects: [] });
  });

  test('what is only observed, and a limit that the plan does not have, decide nothing', () => {
    expect(phase(plan(), ...atFirst, alarm(1, 'thumbs')).name).toBe('ramping');
    const hard = look(1, { metrics: verdicts({ id: 'completion', hard: true }) });
    expect(phase(plan(), ...atFirst, hard).name).toBe('ramping');
    expect(phase(plan(), ...atFirst, look(1, { metrics: verdicts({ id: 'spend', hard: true }) })).name).toBe(
      'rolling_back',
    );
  });

  test('an alarm comes before bad health, and before evidence that would promote', () => {
    const both = look(1, { metrics: verdicts({ alarm: true, certified: true }), revisedShare: 1 });
    expect(phase(plan(), ...atFirst, both)).toMatchObject({ name: 'rolling_back', end: 'rolled_back' });
  });

  test('orders weight 0, waits for it, and says once when it takes too long', () => {
    const { state, effects, now } = drive(plan(), ...atFirst, back);
    expect(kinds(effects)).toEqual(['set_weight', 'freeze_candidate', 'notify', 'record']);
    const late = step(state, ack(1), plan(), now + 600_000);
    expect(late.effects[0]).toMatchObject({ kind: 'notify', details: ['not_acknowledged'] });
    expect(step(late.state, ack(1), plan(), now + 900_000).effects).toEqual([]);
    expect(step(late.state, ack(2), plan(), now + 900_000).state.phase).toEqual({ name: 'rolled_back' });
  });

  test('the acknowledgement may come with a look, with an alarm or without', () => {
    const going = [...atFirst, { kind: 'abort', ...by } as const];
    expect(phase(plan(), ...going, look(1, { ackedVersion: 2 }))).toEqual({ name: 'aborted' });
    expect(phase(plan(), ...going, look(1, { ackedVersion: 2, revisedShare: 1 }))).toEqual({ name: 'aborted' });
    expect(phase(plan(), ...going, { ...alarm(1), ackedVersion: 2 })).toEqual({ name: 'rolled_back' });
  });

  test('one that is aborted or superseded keeps its candidate free, unless it does harm on the way', () => {
    for (const kind of ['abort', 'supersede'] as const) {
      const { state, effects, now } = drive(plan(), ...atFirst, { kind, ...by });
      expect(kinds(effects)).toEqual(['set_weight', 'notify', 'record']);
      expect(step(state, ack(2), plan(), now).state.phase.name).toBe(kind === 'abort' ? 'aborted' : 'superseded');
      expect(kinds(step(state, alarm(1), plan(), now).effects)).toEqual(['freeze_candidate', 'notify', 'record']);
    }
    const free = plan({ onRollback: { ...plan().onRollback, freezeCandidate: false } });
    expect(kinds(drive(free, ...atFirst, back).effects)).not.toContain('freeze_candidate');
  });

  test('why it goes is not changed by a lesser reason, and shadow runs end with it, paused or not', () => {
    for (const kind of ['abort', 'supersede'] as const)
      for (const before of [back, { kind: 'supersede', ...by }, { kind: 'abort', ...by }] as const) {
        const { state, now } = drive(plan(), ...atFirst, before);
        expect(step(state, { kind, ...by }, plan(), now)).toEqual({ state, effects: [], refused: null });
      }
    const paused = drive(gated, go, passed, { kind: 'pause', ...by }, { kind: 'abort', ...by });
    expect(kinds(paused.effects)).toEqual(['set_shadow', 'notify', 'record']);
  });

  test('nothing else is done while it goes back, nor afterwards', () => {
    for (const kind of ['pause', 'resume', 'skip', 'sign_off', 'promote'] as const) {
      expect(refusal(plan(), [...atFirst, back], { kind, ...by })).toBe('going_back');
      expect(refusal(plan(), [...atFirst, back, ack(2)], { kind, ...by })).toBe('ended');
    }
    expect(refusal(plan(), [...baking, 4 * hour, look(3)], back)).toBe('ended');
  });
});

describe('health', () => {
  const checks = look(1).health;
  test.each([
    ['a failed check', { health: checks.map((one) => ({ ...one, ok: one.check !== 'crossover' })) }],
    ['a check that the plan did not ask for', { health: [...checks, { check: 'judge_drift', ok: false, detail: '' }] }],
    ['too many revised outcomes', { revisedShare: 0.021 }],
    ['a share that is no number', { revisedShare: NaN }],
  ] as const)('%s holds, keeps the weight, and certifies nothing', (_, more) => {
    const sick = look(2, { metrics: verdicts({ certified: true }), ...more });
    const { state, effects } = drive(plan(), ...atSecond, sick);
    expect(state).toMatchObject({ phase: { name: 'paused', why: 'health' }, weight: 50_000, look: 2, certified: [] });
    expect(kinds(effects)).toEqual(['notify', 'record']);
    expect(phase(plan(), ...atSecond, sick, { kind: 'resume', ...by }, look(3)).name).toBe('analyzing');
    expect(phase(plan(), ...atSecond, sick, { kind: 'resume', ...by }, { ...sick, look: 3 }).name).toBe('paused');
  });

  test('a weight that is stuck stays so, whatever the evidence: it has to be ordered again', () => {
    const stuck = [go, 600_000, ack(0), look(1, { revisedShare: 1 })];
    expect(drive(plan(), ...stuck).state).toMatchObject({ phase: { name: 'error' }, look: 1 });
    expect(kinds(drive(plan(), ...stuck, { kind: 'resume', ...by }).effects)).toEqual(['set_weight', 'record']);
  });

  test('what is paused takes looks, and does not go on by them', () => {
    const paused = [...atSecond, { kind: 'pause', ...by } as const, certified(2), 99 * hour, ack(2)];
    expect(drive(plan(), ...paused).state).toMatchObject({ phase: { name: 'paused', why: 'manual' }, look: 2 });
    expect(phase(plan(), ...paused, { kind: 'resume', ...by }, look(3)).name).toBe('ramping');
  });
});

describe('looks', () => {
  test('the same one again changes nothing, not even what it would decide', () => {
    const { state, now } = drive(plan(), ...atFirst, look(1, { units: [] }));
    expect(step(state, alarm(1), plan(), now)).toEqual({ state, effects: [], refused: null });
    const ended = drive(plan(), ...baking, 4 * hour, look(3));
    expect(step(ended.state, look(3), plan(), ended.now)).toEqual({ state: ended.state, effects: [], refused: null });
    expect(refusal(plan(), [...baking, 4 * hour, look(3)], look(4))).toBe('ended');
  });

  test('one out of order is refused, and one before anything runs', () => {
    expect(refusal(plan(), atFirst, look(2))).toBe('look_out_of_order');
    expect(refusal(plan(), atSecond, look(0))).toBe('look_out_of_order');
    expect(refusal(plan(), atSecond, look(NaN))).toBe('look_out_of_order');
    expect(refusal(plan(), [], look(1))).toBe('not_running');
    expect(refusal(gated, [go], look(1))).toBe('not_running');
  });

  test('each is one entry of the ledger', () => {
    expect(drive(plan(), ...atFirst, look(1, { units: [] })).effects).toEqual([
      { kind: 'record', input: 'look', look: 1, from: 'analyzing', to: 'analyzing', step: 1, by: null, reason: '' },
    ]);
  });
});

describe('what a person may do', () => {
  test('pause and resume come back to where it was; the time between does not count', () => {
    const pause: Input = { kind: 'pause', ...by };
    const resume: Input = { kind: 'resume', ...by };
    const p = plan({ steps: [weight(5_000), analyze(), weight(50_000), certify()] });
    const before = drive(p, ...atFirst, 20 * hour, pause, 99 * hour, resume);
    expect(before.state.phase.name).toBe('analyzing');
    expect(step(before.state, ack(1), p, before.now + 3 * hour).state.phase.name).toBe('analyzing');
    expect(step(before.state, ack(1), p, before.now + 4 * hour).state.phase.name).toBe('paused');
    expect(refusal(p, [...atFirst, pause], pause)).toBe('not_in_this_phase');
    expect(refusal(p, atFirst, resume)).toBe('not_in_this_phase');
    expect(kinds(drive(gated, go, pause, resume).effects)).toEqual(['run_gates', 'record']);
    expect(refusal(gated, [go, pause], passed)).toBe('not_in_this_phase');
  });

  test('skip goes one step on, with a reason that is kept', () => {
    const skip: Input = { kind: 'skip', ...by };
    expect(refusal(plan(), atFirst, { kind: 'skip', by: 'a', reason: '  ' })).toBe('reason_missing');
    expect(refusal(plan(), [go], skip)).toBe('not_in_this_phase');
    expect(refusal(plan(), [], skip)).toBe('not_in_this_phase');
    expect(drive(plan(), ...atFirst, skip).state).toMatchObject({
      weight: 50_000,
      skipped: [{ step: 1, by: 'per_1' }],
    });
    expect(drive(plan(), ...atSecond, { kind: 'pause', ...by }, skip).state).toMatchObject({ weight: 95_000 });
    expect(drive(gated, go, skip).state).toMatchObject({ phase: { name: 'shadow' }, skipped: [{ step: -1 }] });
  });

  test('passing over the certification lets it be promoted without, passing over anything else does not', () => {
    const skip: Input = { kind: 'skip', ...by };
    const p = plan({ steps: [weight(5_000), analyze(), weight(50_000), certify()] });
    expect(phase(p, ...atFirst, look(1), ack(2), skip).name).toBe('promoted');
    expect(phase(p, ...atFirst, skip, ack(2), look(1)).name).toBe('analyzing');
    const forgetful = plan({ steps: [weight(5_000), analyze()] });
    expect(phase(forgetful, ...atFirst, skip)).toMatchObject({ name: 'paused', why: 'inconclusive' });
  });

  test('promote before the end, from evidence or against it, with a reason', () => {
    const promote: Input = { kind: 'promote', ...by };
    expect(refusal(plan(), atFirst, { kind: 'promote', by: 'a', reason: '' })).toBe('reason_missing');
    expect(refusal(plan(), [go], promote)).toBe('not_in_this_phase');
    const unseen = plan({ steps: [{ ...shadow, onTimeout: 'sign_off' }, weight(5_000), certify()] });
    expect(phase(unseen, go, 24 * hour, ack(0)).name).toBe('awaiting_sign_off');
    expect(refusal(unseen, [go, 24 * hour, ack(0)], promote)).toBe('not_in_this_phase');
    const { state, effects } = drive(plan(), ...atFirst, promote);
    expect(state).toMatchObject({ phase: { name: 'promoted' }, skipped: [{ step: 1, reason: 'because' }] });
    expect(effects.at(-1)).toMatchObject({ kind: 'record', input: 'promote', by: 'per_1', reason: 'because' });
  });

  test('begin it once', () => {
    expect(refusal(plan(), [go], go)).toBe('started_already');
    expect(refusal(plan(), [go], passed)).toBe('not_in_this_phase');
    expect(refusal(plan(), [go], { kind: 'gates_failed', detail: '' })).toBe('not_in_this_phase');
  });
});
