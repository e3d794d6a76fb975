import { expect, test } from 'vitest';
import { planLines, summaryLine } from './plan-lines.ts';

type Planned = Parameters<typeof planLines>[1];
const planned = (more: Partial<Planned> = {}): Planned => ({
  ...{ agentId: 'agt_1', name: 'billing', base: { profileVersion: 0, newestReleaseId: null }, isDeclared: false },
  ...{ registry: [], release: null, isChange: true, ...more },
});
const change = (sentence: string, level: 'low' | 'high') =>
  ({ slot: 'x', name: null, kind: 'added', sentence, risk: { level, reason: 'So it is.' }, part: 'minor' }) as const;
const release = {
  id: null,
  version: '1.1.0',
  digest: 'd',
  isNew: true,
  changes: [change('A', 'high'), change('B', 'low')],
};

test('what is new, what changes, and what is risky, by sign and word', () => {
  const lines = planLines('a.yaml', planned({ isDeclared: true, registry: ['Purpose: unknown → Bills'], release }));
  expect(lines).toEqual([
    'billing (a.yaml)',
    '  + declared as a new agent',
    '  ~ Purpose: unknown → Bills',
    '  + release 1.1.0, high risk',
    '    ! high    A. So it is.',
    '      low     B. So it is.',
  ]);
});

test('nothing to change is one line', () => {
  const same = { ...release, isNew: false, changes: [] };
  expect(planLines('a.yaml', planned({ isChange: false, release: same }))[1]).toBe(
    '  = as the file says, release 1.1.0',
  );
  expect(planLines('a.yaml', planned({ isChange: false }))).toEqual(['billing (a.yaml)', '  = as the file says']);
});

test.each(['\u001b[2Jgone', 'a\nb', 'x\u202ey'])('%j steers no terminal', (text) => {
  const lines = planLines('a.yaml', planned({ name: text, registry: [text] }));
  // eslint-disable-next-line no-control-regex
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test.each([
  [0, 1, 'The agent is as its file says.'],
  [0, 3, 'All 3 agents are as their files say.'],
  [1, 1, '1 of 1 agent changed.'],
  [2, 3, '2 of 3 agents changed.'],
])('%d of %d', (changed, all, line) => {
  expect(summaryLine(changed, all, 'changed')).toBe(line);
});
