import type {
  Failure,
  FailureFacets,
  FailureList,
  FailurePage,
  FailureStanding,
} from '../../packages/server/src/rooms/monitoring/contract-failures.ts';
import type { Run } from '../../packages/server/src/rooms/monitoring/contract.ts';

type Answer = { status: number; body: unknown };

const kinds = [
  ['tool_error', 'tool', 'refund', 'order <num> was not found in <path> for customer <id>', 'open'],
  ['rate_limited', 'model', 'gpt-5-mini', '429 Rate limit reached for <id> on tokens per min (TPM)', 'regressed'],
  ['timeout', 'tool', 'search_orders', 'Request to <url> timed out after <num>', 'muted'],
  ['bad_output', 'step', 'classify', 'Unexpected token <*> in JSON at position <num>', 'resolved'],
  ['failed_outcome', 'step', 'refund-clerk', '', 'open'],
] as const;

const standing = (state: Failure['standing']['state'], now: number): FailureStanding => ({
  state,
  at: state === 'open' ? null : new Date(now - 7_200_000).toISOString(),
  byId: state === 'open' ? null : state === 'regressed' ? 'monitoring.failures' : 'per_1',
  reason: state === 'open' || state === 'regressed' ? null : 'The shop is told; they mend it this week.',
  until: state === 'muted' ? new Date(now + 86_400_000).toISOString() : null,
  release: state === 'resolved' ? '1.4.1' : null,
  assigneeId: state === 'regressed' ? 'per_1' : null,
  canUndo: state === 'muted' || state === 'resolved',
});

const failures = (now: number): Failure[] =>
  kinds.map(([of, kind, name, template, state], i) => ({
    ...{ id: `fai_${i}`, teamId: 'tea_1', agent: 'refund-clerk', class: of, locus: { kind, name }, template },
    ...{ count: 312 - i * 71, runs: 300 - i * 70, failedRuns: 12 - i, users: i === 4 ? null : 41 - i },
    ...{ conversations: i === 4 ? null : 44, environments: ['production', 'staging'] },
    firstSeenAt: new Date(now - (i + 1) * 86_400_000).toISOString(),
    lastSeenAt: new Date(now - i * 900_000).toISOString(),
    firstRelease: i === 4 ? null : `1.4.${i}`,
    points: Array.from({ length: 24 }, (_, at) => (at > 3 * i ? ((at * (i + 3)) % 17) + i : 0)),
    standing: standing(state, now),
  }));

/** What the server would say at /failures; null for other addresses. */
export function failuresAnswer(
  at: string,
  query: URLSearchParams,
  runs: readonly Run[],
  empty: boolean,
): Answer | null {
  if (!at.startsWith('/failures')) return null;
  const now = Date.now();
  const all = empty ? [] : failures(now);
  const ok = <T>(body: T): Answer => ({ status: 200, body });
  if (at === '/failures/facets')
    return ok<FailureFacets>({ agents: empty ? [] : ['refund-clerk'], releases: empty ? [] : ['1.4.1', '1.4.0'] });
  if (at === '/failures') {
    const [of, state] = [query.get('class'), query.get('state')];
    const fit = all.filter(
      (one) => (of ?? one.class) === one.class && (state ?? one.standing.state) === one.standing.state,
    );
    return ok<FailureList>({ items: query.has('run') ? fit.slice(0, 1) : fit, nextCursor: null });
  }
  const [, , id, verb] = at.split('/');
  const failure = all.find((one) => one.id === id);
  if (failure === undefined)
    return { status: 404, body: { code: 'monitoring.failure_not_found', title: 'No such failure' } };
  if (verb !== undefined) return ok<FailureStanding>(standing(verb === 'resolve' ? 'resolved' : 'open', now));
  return ok<FailurePage>({
    ...{ failure, step: 3600, start: new Date(now - 86_400_000).toISOString(), fingerprintVersion: 1 },
    releases: ['1.4.1', '1.4.0', null].map((release, i) => ({
      ...{ release, count: 200 - i * 60, firstSeenAt: failure.firstSeenAt, lastSeenAt: failure.lastSeenAt },
    })),
    samples: runs.slice(0, 4).map((run, i) => ({
      ...{
        runId: run.id,
        spanId: run.topSpanId,
        startedAt: run.startedAt,
        release: '1.4.1',
        environment: run.environment,
      },
      ...{ user: run.user, conversation: run.conversation, runFailed: i === 1 },
      message: i === 3 ? null : `order ${1001 + i} was not found in /var/orders/${i}.json for customer c-00${i}`,
    })),
    may: { change: true },
  });
}
