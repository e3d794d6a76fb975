import type { Step } from 'signalbox/contract/monitoring';
import { useMemo } from 'react';
import { duration } from '../../../format/duration.ts';
import { KindGlyph, kindNames } from '../../../ui/kind-glyph.tsx';
import { pathShares, type Segment } from '../model/critical-path.ts';

/** How much of the critical path each kind of step takes: where a run can be made faster. */
export function CriticalPathLine({ path, steps }: { path: readonly Segment[]; steps: readonly Step[] }) {
  const { shares, total } = useMemo(() => {
    const kinds = new Map(steps.map((step) => [step.spanId, step.kind]));
    const found = pathShares(path, (id) => kinds.get(id) ?? 'other');
    return { shares: found, total: found.reduce((sum, share) => sum + share.ms, 0) };
  }, [path, steps]);
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 border-b border-line px-4 text-meta text-muted">
      <span title="The longest chain of steps that blocked the run: of steps beside each other, the last to finish">
        Critical path <span className="tabular-nums text-ink">{duration(total)}</span>
      </span>
      {total === 0 ? <span>No step of known length blocks this run</span> : null}
      <ul aria-label="Share of the critical path by kind of step" className="flex flex-wrap gap-x-4">
        {shares.map(({ kind, ms }) => (
          <li key={kind} className="flex items-center gap-1.5" title={`${duration(ms)} of ${duration(total)}`}>
            <KindGlyph kind={kind} />
            {kindNames[kind]} <span className="tabular-nums text-ink">{share(ms, total)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const share = (ms: number, total: number): string => {
  const percent = (ms / total) * 100;
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
};
