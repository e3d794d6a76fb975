import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import type { OutcomeFact } from './facts.ts';
import { decideOutcome, reportedFor, type ReportedOutcome } from './reported-outcome.ts';
import { agent, call } from './spans.fixture.ts';

const told = (changes: Partial<ReportedOutcome> = {}): ReportedOutcome => ({
  ...{ teamId: 'tea_1', spanId: '', value: 'failed', source: 'outcome', agent: '', environment: '', atNs: 1n },
  ...changes,
});
const inferred: OutcomeFact = { value: 'completed', source: 'inferred', refused: false };
const declared: OutcomeFact = { value: 'abandoned', source: 'declared', refused: true };

describe('the outcome that holds', () => {
  test('is a person’s before an evaluator’s before a program’s before the spans’', () => {
    const all = [
      told({ source: 'outcome', value: 'failed', atNs: 9n }),
      told({ source: 'evaluator', value: 'passed_to_person', atNs: 5n }),
      told({ source: 'person', value: 'completed', atNs: 1n }),
    ];
    const by = (some: ReportedOutcome[]) => decideOutcome(declared, some).outcome;
    expect(by(all)).toEqual({ value: 'completed', source: 'person', refused: true });
    expect(by(all.slice(0, 2))).toEqual({ value: 'passed_to_person', source: 'evaluated', refused: true });
    expect(by(all.slice(0, 1))).toEqual({ value: 'failed', source: 'declared', refused: true });
    expect(by([])).toBe(declared);
  });

  test('is the latest of one source, in whatever order they came', () => {
    const all = [told({ value: 'failed', atNs: 3n }), told({ value: 'completed', atNs: 2n }), told({ atNs: 1n })];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (some) => {
        expect(decideOutcome(inferred, some).outcome.value).toBe('failed');
      }),
    );
  });

  test('is disputed where those who told it differ, be it from the spans’ own word; what is inferred or unknown is no word', () => {
    const disputed = (found: OutcomeFact, ...values: string[]) =>
      decideOutcome(
        found,
        values.map((value, n) => told({ value, atNs: BigInt(n) })),
      ).disputed;
    expect(disputed(inferred, 'failed')).toBe(false);
    expect(disputed(inferred, 'failed', 'failed')).toBe(false);
    expect(disputed(inferred, 'failed', 'unknown')).toBe(false);
    expect(disputed(inferred, 'failed', 'completed')).toBe(true);
    expect(disputed(declared, 'failed')).toBe(true);
    expect(disputed(declared, 'abandoned')).toBe(false);
    expect(disputed(declared)).toBe(false);
  });
});

test('who is bound elsewhere, or is of another team, is not believed', () => {
  const place = { teamId: 'tea_1', agent: 'booker', environment: 'prod', isTop: true, spanId: 'a' };
  const counts = (changes: Partial<ReportedOutcome>, at = place) => reportedFor([told(changes)], at).length === 1;
  expect(counts({})).toBe(true);
  expect(counts({ agent: 'booker', environment: 'prod', spanId: 'a' })).toBe(true);
  expect(counts({ teamId: 'tea_2' })).toBe(false);
  expect(counts({ agent: 'biller' })).toBe(false);
  expect(counts({ environment: 'staging' })).toBe(false);
  expect(counts({ environment: 'staging' }, { ...place, environment: '' })).toBe(true);
  expect(counts({ spanId: 'b' })).toBe(false);
  expect(counts({}, { ...place, isTop: false })).toBe(false);
});

describe('in a trace', () => {
  const rows = [agent('a', ''), call('m', 'a'), agent('b', 'a', { at: 1 }), call('n', 'b', { at: 1 })];
  const made = (...outcomes: ReportedOutcome[]) => {
    const { runs, invocations } = assembleTrace(rows, true, { outcomes });
    const of = new Map(invocations.map((one) => [one.spanId, one.outcome.value]));
    return { run: runs[0]!.outcome, marks: runs[0]!.marks, a: of.get('a'), b: of.get('b') };
  };

  test('one of the whole trace is of the run and its top invocation, not of those below', () => {
    expect(made(told())).toMatchObject({
      ...{ run: { value: 'failed', source: 'declared' }, a: 'failed', b: 'completed', marks: [] },
    });
  });

  test('one of an invocation is its own, and not of the run above it', () => {
    expect(made(told({ spanId: 'b', value: 'abandoned' }))).toMatchObject({ b: 'abandoned', a: 'completed' });
    expect(made(told({ spanId: 'a' }))).toMatchObject({ run: { value: 'failed' }, a: 'failed', b: 'completed' });
    expect(made(told({ spanId: 'elsewhere' }))).toMatchObject({ run: { source: 'inferred' }, a: 'completed' });
  });

  test('two that differ mark the run', () => {
    const both = made(told({ atNs: 1n }), told({ atNs: 2n, value: 'completed' }));
    expect(both).toMatchObject({ run: { value: 'completed' }, marks: ['disputed'] });
  });
});
