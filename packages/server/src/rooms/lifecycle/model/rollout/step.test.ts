import { describe, expect, test } from 'vitest';
import type { Input } from './input.ts';
import * as sample from './samples.fixture.ts';

const { ack, analyze, atFirst, atSecond, bake, baking, by, certified, certify, drive, go, hour, look, plan } = sample;
const { kindsOf: kinds, phaseAfter: phase, refusal, shadow, signOff, verdicts, weight } = sample;

describe('the way to promotion', () => {
  test('goes through every step, waits for routers, and ends with the candidate deployed', () => {
    const p = plan();
    expect(drive(p, go)).toMatchObject({
      state: { phase: { name: 'ramping' }, weight: 5_000, weightVersion: 1, step: 0 },
      effects: [
        { kind: 'set_weight', weight: 5_000, version: 1 },
        { kind: 'record', from: 'draft', to: 'ramping' },
      ],
    });
    expect(phase(p, ...atFirst)).toMatchObject({ name: 'analyzing' });
    expect(drive(p, ...atFirst, look(1)).state).toMatchObject({ weight: 50_000, weightVersion: 2, step: 2 });
    expect(phase(p, ...atSecond, look(2))).toMatchObject({ name: 'analyzing' });
    expect(drive(p, ...baking).state).toMatchObject({ phase: { name: 'baking' }, weight: 95_000 });
    expect(phase(p, ...baking, look(3))).toMatchObject({ name: 'baking' });
    const { state, effects } = drive(p, ...baking, 4 * hour, look(3));
    expect(state).toMatchObject({ phase: { name: 'promoted' }, weight: 100_000, skipped: [] });
    expect(kinds(effects)).toEqual(['deploy_stable', 'notify', 'record']);
  });

  test('gates and shadow come before any unit sees the candidate', () => {
    const p = plan({ gates: [{ evaluation: 'e', minPassRate: 1 }], steps: [shadow, weight(5_000), certify()] });
    expect(kinds(drive(p, go).effects)).toEqual(['run_gates', 'record']);
    expect(drive(p, go, { kind: 'gates_passed' })).toMatchObject({ state: { phase: { name: 'shadow' }, weight: 0 } });
    expect(kinds(drive(p, go, { kind: 'gates_passed' }, look(1)).effects)).toEqual([
      'set_shadow',
      'set_weight',
      'record',
    ]);
    const failed = drive(p, go, { kind: 'gates_failed', detail: '3 cases' });
    expect(failed.state.phase).toEqual({ name: 'aborted' });
    expect(failed.effects.at(-1)).toMatchObject({ kind: 'record', reason: '3 cases', to: 'aborted' });
    expect(drive(p, go, { kind: 'gates_passed' }, { kind: 'abort', ...by }).effects[0]).toEqual({
      ...{ kind: 'set_shadow', weight: 0 },
    });
  });

  test('units of an earlier weight do not count for this one, nor too few in one arm', () => {
    const few = (stratum: number, stable: number, candidate: number) =>
      look(1, { units: [{ stratum, stable, candidate }] });
    expect(phase(plan(), ...atFirst, few(0, 900, 900)).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, few(1, 900, 99)).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, few(1, 99, 900)).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, few(1, NaN, 900)).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, few(1, 100, 100)).name).toBe('ramping');
  });

  test('metrics are certified one after the other, at whichever look; what is observed need not be', () => {
    const one = (number: number, id: string) => look(number, { metrics: verdicts({ id, certified: true }) });
    expect(phase(plan(), ...atSecond, one(2, 'completion'), one(3, 'thumbs')).name).toBe('analyzing');
    expect(phase(plan(), ...atSecond, one(2, 'completion'), one(3, 'refusals')).name).toBe('ramping');
  });

  test('a plan that forgets to ask for certification still promotes nothing without it', () => {
    const p = plan({ steps: [weight(5_000), analyze()] });
    expect(phase(p, ...atFirst, look(1))).toMatchObject({ name: 'paused', why: 'inconclusive' });
    expect(phase(p, ...atFirst, certified(1)).name).toBe('promoted');
    expect(phase(plan({ steps: p.steps, metrics: [] }), ...atFirst, look(1))).toMatchObject({ name: 'paused' });
  });

  test('missing evidence never goes on: a metric, a check, or every unit', () => {
    const without = (number: number, id: string) =>
      look(number, { metrics: certified(number).metrics.filter((one) => one.id !== id) });
    expect(phase(plan(), ...atFirst, without(1, 'completion')).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, look(1, { health: look(1).health.slice(1) })).name).toBe('analyzing');
    expect(phase(plan(), ...atFirst, look(1, { units: [] })).name).toBe('analyzing');
    expect(phase(plan(), ...baking, 9 * hour, ack(3)).name).toBe('baking');
  });
});

describe('sign-off', () => {
  const p = plan({ steps: [weight(50_000), certify(), signOff, bake] });
  const asked = [go, ack(1), certified(1)];
  const sign = (who: string): Input => ({ kind: 'sign_off', by: who, reason: '' });

  test('asks, counts each person once, and goes on with the last', () => {
    expect(drive(p, ...asked).effects[0]).toEqual({
      ...{ kind: 'ask_sign_off', step: 2, people: 2, role: null, because: 'step' },
    });
    expect(phase(p, ...asked, sign('a'))).toMatchObject({ signedBy: ['a'] });
    expect(refusal(p, [...asked, sign('a')], sign('a'))).toBe('signed_off_already');
    expect(drive(p, ...asked, sign('a'), sign('b')).state).toMatchObject({ weight: 95_000, step: 3 });
  });

  test('is never passed over', () => {
    expect(refusal(p, asked, { kind: 'skip', ...by })).toBe('sign_off_missing');
    expect(refusal(p, asked, { kind: 'promote', ...by })).toBe('sign_off_missing');
    expect(refusal(p, [go, ack(1)], { kind: 'promote', ...by })).toBe('sign_off_missing');
    expect(refusal(p, [go, ack(1)], sign('a'))).toBe('not_in_this_phase');
  });
});

describe('time that is over', () => {
  const waits = (onTimeout: 'hold' | 'rollback' | 'sign_off') =>
    plan({ steps: [weight(5_000), certify({ onTimeout }), bake] });
  const over = [...atFirst, 24 * hour, ack(1)];

  test('holds, and a person who resumes gives it the whole time again', () => {
    const p = waits('hold');
    expect(phase(p, ...over)).toMatchObject({ name: 'paused', why: 'inconclusive' });
    expect(phase(p, ...over, { kind: 'resume', ...by }, 23 * hour, ack(1)).name).toBe('analyzing');
    expect(phase(p, ...over, { kind: 'resume', ...by }, 24 * hour, ack(1)).name).toBe('paused');
  });

  test('goes back, or asks a person, who has to say why', () => {
    expect(phase(waits('rollback'), ...over)).toMatchObject({ name: 'rolling_back', end: 'rolled_back' });
    const p = waits('sign_off');
    expect(phase(p, ...over)).toMatchObject({ name: 'awaiting_sign_off', because: 'timeout' });
    expect(refusal(p, over, { kind: 'sign_off', by: 'a', reason: ' ' })).toBe('reason_missing');
    const { state } = drive(p, ...over, { kind: 'sign_off', by: 'a', reason: 'small' });
    expect(state).toMatchObject({ weight: 95_000, skipped: [{ step: 1, by: 'a', reason: 'small' }] });
  });

  test('evidence that suffices comes before the end of the time', () => {
    expect(phase(waits('rollback'), ...atFirst, 24 * hour, certified(1)).name).toBe('ramping');
  });

  test('routers that do not serve a weight in time stop the rollout where it is; resuming orders the same again', () => {
    const stuck = [...atFirst, look(1), 600_000, ack(1)];
    const { state, effects } = drive(plan(), ...stuck);
    expect(state).toMatchObject({ phase: { name: 'error' }, weight: 50_000, weightVersion: 2 });
    expect(kinds(effects)).toEqual(['notify', 'record']);
    expect(drive(plan(), ...stuck, { kind: 'resume', ...by })).toMatchObject({
      state: { phase: { name: 'ramping' }, weightVersion: 2 },
      effects: [{ kind: 'set_weight', weight: 50_000, version: 2 }, { kind: 'record' }],
    });
    expect(phase(plan(), ...stuck, ack(2)).name).toBe('error');
    expect(phase(plan(), ...stuck, { kind: 'roll_back', ...by }).name).toBe('rolling_back');
  });
});
