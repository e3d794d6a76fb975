import { expect, test } from 'vitest';
import type { AgentFigures } from '../../monitoring/index.ts';
import type { ReleaseUse } from '../uses.ts';
import { sumFigures } from './use-figures.ts';

const use = (digest: string, key = 'billing', teamId = 'tea_1'): ReleaseUse => ({
  ...{ releaseId: `rel_${digest}`, version: '1.0.0', digest, createdAt: '', number: 1, servedIn: [] },
  agent: { id: `agt_${key}`, key, name: key, teamId, ownerId: null },
});
const share = (count: number, inferred = 0) => ({ count, inferred });
const figures = (split: string, more: Partial<AgentFigures> = {}): AgentFigures =>
  ({
    ...{ teamId: 'tea_1', agent: 'billing', split, invocations: 10 },
    outcomes: {
      completed: share(6, 2),
      failed: share(1),
      passedToPerson: share(1),
      abandoned: share(0),
      unknown: share(2),
    },
    cost: { usd: 1.5, computedUsd: null, unknownCalls: 3 },
    ...more,
  }) as AgentFigures;
const none = { runs: 0, completed: share(0), failed: 0, unknown: 0, costUsd: null, costUnknownCalls: 0, scores: [] };

test('sums its own releases, by agent and digest, however the hash is named', () => {
  const items = [
    figures('aa'),
    figures('sha256:bb', { cost: { usd: null, computedUsd: null, unknownCalls: 1 } }),
    figures('aa', { agent: 'other' }),
    figures('aa', { teamId: 'tea_2' }),
    figures('cc'),
  ];
  expect(sumFigures([use('aa'), use('bb')], { items, scores: [] })).toEqual({
    ...{ runs: 20, completed: share(12, 4), failed: 2, unknown: 4, costUsd: 1.5, costUnknownCalls: 4, scores: [] },
  });
});

test('no runs are none; their cost is unknown, not 0', () => {
  expect(sumFigures([use('aa')], { items: [figures('bb'), figures('', { split: null })], scores: [] })).toEqual(none);
  const unknown = figures('aa', { cost: { usd: null, computedUsd: null, unknownCalls: 7 } });
  expect(sumFigures([use('aa')], { items: [unknown], scores: [] })).toMatchObject({
    costUsd: null,
    costUnknownCalls: 7,
  });
});

test('means count by how many scores they stand for', () => {
  const scores = [
    { release: 'aa', name: 'quality', count: 3, mean: 1 },
    { release: 'sha256:bb', name: 'quality', count: 1, mean: 0 },
    { release: 'aa', name: 'tone', count: 2, mean: 0.5 },
    { release: 'cc', name: 'quality', count: 100, mean: 0 },
  ];
  expect(sumFigures([use('aa'), use('bb')], { items: [], scores }).scores).toEqual([
    { name: 'quality', count: 4, mean: 0.75 },
    { name: 'tone', count: 2, mean: 0.5 },
  ]);
});
