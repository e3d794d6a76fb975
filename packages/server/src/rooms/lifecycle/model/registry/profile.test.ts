import { expect, test } from 'vitest';
import { AgentProfile } from '../../contract-agents.ts';
import { profileChanges } from './profile-changes.ts';
import { riskClass } from './risk-class.ts';

const risk = (changes: AgentProfile['risk']): AgentProfile['risk'] => ({
  ...{ autonomy: 'low', reversibility: 'low', data: 'low', reach: 'low', spend: 'low' },
  ...changes,
});

test.each([
  [{}, 'low'],
  [{ data: 'medium' }, 'medium'],
  [{ data: 'medium', spend: 'high' }, 'high'],
] as const)('with %j the class is %s', (changes, level) => {
  expect(riskClass({ risk: risk(changes)! })).toBe(level);
});

test('an unknown side leaves the class unknown, unless another is high already', () => {
  expect(riskClass({})).toBeNull();
  expect(riskClass({ risk: { data: 'medium' } })).toBeNull();
  expect(riskClass({ risk: { spend: 'high' } })).toBe('high');
});

test('changes read in words, from unknown and back', () => {
  const before: AgentProfile = { purpose: 'Bills', tools: ['a', 'b'], objectives: { completion: 0.9 } };
  const after: AgentProfile = {
    purpose: 'Bills',
    tools: [],
    runbook: 'https://example.com',
    objectives: { completion: 0.95, costUsd: 1 },
  };
  expect(profileChanges(before, after).map((one) => one.sentence)).toEqual([
    'Tools: a, b → none',
    'Runbook: unknown → https://example.com',
    'Objectives: completion 0.9 → completion 0.95, costUsd 1',
  ]);
  expect(profileChanges({ tags: ['x'] }, {})).toEqual([
    { field: 'tags', before: ['x'], after: null, sentence: 'Tags: x → unknown' },
  ]);
  expect(profileChanges(before, structuredClone(before))).toEqual([]);
});

test.each([
  [{ runbook: 'javascript:alert(1)' }, 'runbook'],
  [{ objectives: { completion: 1.2 } }, 'objectives.completion'],
  [{ objectives: { completion: 0 } }, 'objectives.completion'],
  [{ risk: { data: 'none' } }, 'risk.data'],
  [{ tags: ['a', 'a'] }, 'tags'],
  [{ purpose: '  ' }, 'purpose'],
  [{ owner: 'x' }, ''],
])('%j is refused', (profile, where) => {
  expect(AgentProfile.safeParse(profile).error!.issues.map((one) => one.path.join('.'))).toEqual([where]);
});
