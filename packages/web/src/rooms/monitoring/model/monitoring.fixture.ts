import type { Run, Step } from 'signalbox/contract/monitoring';

/** Whole objects for tests; each test names only what it is about. */
const none = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };

export const aStep = (over: Partial<Step> & { spanId: string }): Step => ({
  parentSpanId: null, name: 'step', kind: 'chain', agent: 'clerk', startedAt: '2026-11-22T12:00:00.000Z', offsetMs: 0, durationMs: 10,
  status: 'unset', isError: false, errorType: null, errorMessage: null, provider: null, model: null, tool: null, tokens: none,
  countsTokens: true, finishReason: null, inputPreview: null, outputPreview: null, marks: [], ...over,
});

export const aRun = (over: Partial<Run> & { id: string }): Run => ({
  traceId: '0af7651916cd43dd8448eb211c80319c', topSpanId: 'b7ad6b7169203331', teamId: 'tea_1', name: 'invoke_agent clerk', agent: 'clerk',
  agents: ['clerk'], service: 'desk', release: null, environment: 'production', conversation: null, user: null, state: 'settled',
  startedAt: '2026-11-22T12:00:00.000Z', durationMs: 1240, outcome: { value: 'completed', source: 'inferred', refused: false }, errors: 0,
  steps: 3, invocations: 1, modelCalls: 1, toolCalls: 1, tokens: none, costUsd: null, models: [], tools: [], tags: [], promptName: null,
  promptVersion: null, inputPreview: null, outputPreview: null, marks: [], version: '1', ...over,
});
