import type { Failure, FailureList, FailurePage } from 'signalbox/contract/monitoring/failures';

export const aStanding = (over: Partial<Failure['standing']> = {}): Failure['standing'] => ({
  ...{ state: 'open', at: null, byId: null, reason: null, until: null, release: null, assigneeId: null },
  ...{ canUndo: false, ...over },
});

export const aFailure = (over: Partial<Failure> = {}): Failure => ({
  ...{ id: 'fai_1', teamId: 'tea_1', agent: 'billing', class: 'tool_error', locus: { kind: 'tool', name: 'lookup' } },
  ...{ template: 'order <num> was not found', count: 312, runs: 300, failedRuns: 12, users: 41, conversations: null },
  ...{ environments: ['production'], firstRelease: '1.4.0', points: [0, 1, 311] },
  ...{ firstSeenAt: '2026-11-20T10:00:00.000Z', lastSeenAt: '2026-11-22T10:00:00.000Z', standing: aStanding() },
  ...over,
});

export const aPage = (over: Partial<FailurePage> = {}): FailurePage => ({
  ...{ failure: aFailure(), step: 3600, start: '2026-11-21T10:00:00.000Z', fingerprintVersion: 1 },
  releases: [
    { release: '1.4.0', count: 300, firstSeenAt: '2026-11-20T10:00:00.000Z', lastSeenAt: '2026-11-22T10:00:00.000Z' },
    { release: null, count: 12, firstSeenAt: '2026-11-20T10:00:00.000Z', lastSeenAt: '2026-11-21T10:00:00.000Z' },
  ],
  samples: [
    {
      ...{ runId: 'aaaaaaaaaaaaaaaa-b', spanId: 'c', startedAt: '2026-11-22T10:00:00.000Z', release: '1.4.0' },
      ...{ environment: 'production', user: null, conversation: null, runFailed: false },
      message: 'order 1001 was not found',
    },
  ],
  may: { change: true },
  ...over,
});

export const listed = (...items: Failure[]): FailureList => ({ items, nextCursor: null });
