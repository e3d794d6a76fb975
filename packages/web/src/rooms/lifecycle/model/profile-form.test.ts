import type { AgentProfile } from 'signalbox/contract/lifecycle';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deployWords, reachWords } from './reach-words.ts';
import { formOf, profileOf } from './profile-form.ts';

const full: AgentProfile = {
  purpose: 'Refunds',
  onCall: '#on-call',
  runbook: 'https://wiki.example.com/x',
  budget: 'cc-12',
  risk: { autonomy: 'low', spend: 'high' },
  tools: ['a', 'b'],
  tags: ['eu'],
  objectives: { completion: 0.995, latencyMs: 1500, costUsd: 0.05 },
};

test('a profile goes through a form unchanged', () => {
  expect(profileOf(formOf(full))).toEqual(full);
  expect(profileOf(formOf({}))).toEqual({});
});

test('percent and seconds are what people type', () => {
  expect(formOf(full)).toMatchObject({ completion: '99.5', latency: '1.5', cost: '0.05' });
});

test('what is emptied is taken away, and what is no number is not one', () => {
  expect(profileOf({ ...formOf(full), purpose: ' ', tags: ' , ', autonomy: '', spend: '', completion: 'x' })).toEqual({
    ...{ onCall: '#on-call', runbook: full.runbook, budget: 'cc-12', tools: ['a', 'b'] },
    objectives: { latencyMs: 1500, costUsd: 0.05 },
  });
});

test('names stand once, however they are typed; a comma of the continent counts', () => {
  expect(profileOf({ ...formOf({}), tools: 'a, b ,a,, b', cost: '0,05' })).toEqual({
    tools: ['a', 'b'],
    objectives: { costUsd: 0.05 },
  });
});

test('any share of outcomes survives the form', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (n) => {
      const completion = n / 10_000;
      expect(profileOf(formOf({ objectives: { completion } })).objectives?.completion).toBeCloseTo(completion, 6);
    }),
  );
});

test.each([
  [{}, '1.4.0 will take the place of 1.3.2 in production. Conversations under way stay'],
  [{ dueAt: '2026-12-01T00:00:00Z' }, '1.4.0 will then take the place'],
  [{ served: null }, '1.4.0 will be what production serves; nothing is served there now.'],
  [{ percent: 10 }, '1.4.0 will serve 10 % of production, drawn once each; the others stay with 1.3.2.'],
  [{ percent: 10, served: null }, 'the others stay with what is served.'],
])('a deployment with %j is said', (over, said) => {
  const act = { version: '1.4.0', environment: 'production', percent: 100, served: '1.3.2', dueAt: null };
  expect(deployWords({ ...act, ...over })).toContain(said);
});

test('reach that is not known is not none', () => {
  expect(reachWords(null)).toContain('not known');
  expect(reachWords(0)).toContain('No instance there');
  expect([reachWords(1), reachWords(3)].map((one) => /\d instances?/.exec(one)![0])).toEqual([
    '1 instance',
    '3 instances',
  ]);
});
