import type { PlaygroundCell, PlaygroundCells, PlaygroundRun } from 'signalbox/contract/prompts/playground';
import { aContent, at } from '../../model/prompts.fixture.ts';

export const aCell = (over: Partial<PlaygroundCell> = {}): PlaygroundCell => ({
  ...{ lane: 0, row: 0, seq: 1, state: 'done', text: 'Your refund is on its way.', isCut: false, refusal: null },
  ...{ toolCalls: [], object: null, schema: 'none', schemaErrors: [], finish: 'stop', model: 'small-2026' },
  ...{ ms: 1240, firstMs: null, attempts: 1, costUsd: 0.0012, error: null, turns: [] },
  tokens: { input: 120, output: 14, cacheRead: null, cacheWrite: null, reasoning: null },
  ...over,
});

export const runState = (over: Partial<PlaygroundCells['run']> = {}): PlaygroundCells['run'] => ({
  ...{ state: 'running', costUsd: 0.0012, costUnknown: 0, finishedAt: null },
  counts: { waiting: 1, running: 1, done: 2, failed: 0, cancelled: 0 },
  ...over,
});

export const aPlayRun = (over: Partial<PlaygroundRun> = {}): PlaygroundRun => ({
  ...{ id: 'plr_1', teamId: 'tea_1', name: '', ...runState(), createdAt: at, createdBy: 'per_1', expiresAt: at },
  rows: [{ customer: 'Ada' }, { customer: 'Ben' }],
  lanes: ['small', 'large'].map((model) => ({
    ...{ promptId: 'prm_1', promptName: 'refund-clerk', number: 2, providerId: 'mpr_1', providerName: 'Here', model },
    ...{ userMessage: null, stream: false, content: aContent() },
  })),
  ...over,
});
