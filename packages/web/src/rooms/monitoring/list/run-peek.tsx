import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import { buttonLook } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { FoldedText } from '../../../ui/fold.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { KindGlyph } from '../../../ui/kind-glyph.tsx';
import { OutcomeMark } from '../../../ui/outcome-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { runQuery } from '../queries.ts';
import { RunFacts } from '../run/run-facts.tsx';
import { RunStats } from '../run/run-stats.tsx';

/** A run beside the list: what it was asked, what it said, what failed. The list's row serves until the run itself is read. */
export function RunPeek({ id, run: known, onClose }: { id: string; run: Run | undefined; onClose: () => void }) {
  const query = useInfiniteQuery(runQuery(id));
  const run = query.data?.pages[0]?.run ?? known;
  const failing = (query.data?.pages ?? []).flatMap((p) => p.steps.filter((s) => s.isError));
  return (
    <Inspector label="Run" title={run ? <SafeLine text={run.agent} max={120} /> : 'Run'} onClose={onClose}>
      {run === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={8} label="Loading run" />
        )
      ) : (
        <div className="flex flex-col gap-4 py-3">
          <div className="flex items-center justify-between gap-3 px-4">
            <OutcomeMark run={run} />
            <Link to="/runs/$runId" params={{ runId: run.id }} className={buttonLook('primary')}>
              Open run
            </Link>
          </div>
          <div className="px-4">
            <RunStats run={run} />
          </div>
          {failing.length > 0 ? (
            <Part title="Failed steps">
              <ul className="flex flex-col gap-2">
                {failing.slice(0, 5).map((step) => (
                  <li key={step.spanId}>
                    <Link
                      to="/runs/$runId"
                      params={{ runId: run.id }}
                      search={{ step: step.spanId }}
                      className="flex min-h-11 items-center gap-1.5 font-medium hover:underline desk:min-h-6"
                    >
                      <KindGlyph kind={step.kind} />
                      <SafeLine text={step.name} max={120} />
                    </Link>
                    <p className="line-clamp-3 text-danger">
                      <SafeLine text={step.errorMessage ?? step.errorType ?? 'No message was reported'} />
                    </p>
                  </li>
                ))}
              </ul>
            </Part>
          ) : null}
          {run.inputPreview === null ? null : (
            <Part title="Asked">
              <FoldedText text={run.inputPreview} />
            </Part>
          )}
          {run.outputPreview === null ? null : (
            <Part title="Answered">
              <FoldedText text={run.outputPreview} />
            </Part>
          )}
          <RunFacts run={run} />
        </div>
      )}
    </Inspector>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 pt-3">
      <h3 className="label mb-1">{title}</h3>
      {children}
    </section>
  );
}
