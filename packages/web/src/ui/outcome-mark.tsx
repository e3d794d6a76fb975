import type { Run } from 'signalbox/contract/monitoring';

type Look = { word: string; fill?: string; rim: string; arm?: string; turn?: number; dash?: string; ink: string };

const looks: Record<Run['outcome']['value'] | 'running' | 'settling', Look> = {
  completed: { word: 'Completed', rim: 'var(--edge)', arm: 'var(--clear)', turn: 0, ink: 'text-ink' },
  failed: {
    word: 'Failed',
    fill: 'var(--danger-fill)',
    rim: 'var(--danger-fill)',
    arm: 'var(--danger-arm)',
    turn: 90,
    ink: 'text-danger',
  },
  passed_to_person: { word: 'Passed on', rim: 'var(--edge)', arm: 'var(--muted)', turn: 45, ink: 'text-ink' },
  abandoned: { word: 'Abandoned', rim: 'var(--edge)', arm: 'var(--muted)', turn: -45, dash: '9 2', ink: 'text-muted' },
  unknown: { word: 'Unknown', rim: 'var(--dark)', dash: '2.2 1.6', ink: 'text-muted' },
  running: { word: 'Running', rim: 'var(--accent)', dash: '27 11', ink: 'text-ink' },
  settling: { word: 'Settling', rim: 'var(--accent)', dash: '27 11', ink: 'text-ink' },
};

/** How a run ended, or that it still runs. Shape first, then word; an inferred outcome is marked "~" and says so on hover. */
export function OutcomeMark({
  run,
  bare = false,
}: {
  run: Pick<Run, 'outcome' | 'state' | 'durationMs'>;
  bare?: boolean;
}) {
  const { value, source, refused } = run.outcome;
  const open = value === 'unknown' && run.state === 'running';
  // The top step has ended; what it came to is known when the run has settled.
  const kind = !open ? value : run.durationMs === null ? 'running' : 'settling';
  const look = looks[kind];
  const unfinished = run.state === 'unfinished';
  const inferred = source === 'inferred' && value !== 'unknown';
  const notes = [
    value === 'passed_to_person' ? 'Passed to a person.' : '',
    source === null || value === 'unknown' ? '' : `Source: ${source}.`,
    refused ? 'A refusal or a guardrail block is visible in the data.' : '',
    unfinished ? 'No end was received within 30 minutes.' : '',
  ];
  return (
    <span
      className={`inline-flex items-center gap-1 whitespace-nowrap ${look.ink}`}
      title={[look.word, ...notes].filter(Boolean).join(' ')}
    >
      <svg
        width="14"
        height="14"
        viewBox="0 0 14 14"
        className="shrink-0"
        role={bare ? 'img' : 'presentation'}
        aria-label={bare ? look.word : undefined}
      >
        <circle
          cx="7"
          cy="7"
          r="6"
          fill={look.fill ?? 'none'}
          stroke={look.rim}
          strokeWidth="1.25"
          strokeDasharray={look.dash}
          transform="rotate(-90 7 7)"
        />
        {look.turn === undefined ? null : (
          <path
            d="M7 3.5v7"
            stroke={look.arm}
            strokeWidth="2"
            strokeLinecap="round"
            transform={`rotate(${look.turn} 7 7)`}
          />
        )}
      </svg>
      {bare ? null : (
        <span>
          <span className="inline-block w-2 text-muted">{inferred ? '~' : ''}</span>
          {look.word}
        </span>
      )}
      {unfinished && !bare ? <span className="text-muted">no end</span> : null}
    </span>
  );
}
