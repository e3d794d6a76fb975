import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import { useMemo, useState } from 'react';
import { shortRelease } from '../../../format/id.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { OutcomeMark } from '../../../ui/outcome-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { comparedFigures } from '../model/compared-figures.ts';
import { comparisonQuery } from '../queries.ts';
import { Started } from '../run/started.tsx';
import { ComparedRows } from './compared-rows.tsx';

const route = getRouteApi('/shell/runs/compare');

/** Two runs side by side: what they came to, and step by step where they part. */
export function ComparePage() {
  const { a, b } = route.useSearch();
  return (
    <>
      <h1 className="sr-only">Compare runs</h1>
      {a === undefined || b === undefined ? <Unchosen /> : <Compared a={a} b={b} />}
    </>
  );
}

const Unchosen = () => (
  <EmptyState title="Choose two runs">
    <p>
      Mark two rows in the{' '}
      <Link to="/runs" className="text-accent underline">
        list of runs
      </Link>{' '}
      with x, then compare them.
    </p>
  </EmptyState>
);

function Compared({ a, b }: { a: string; b: string }) {
  const found = useQuery(comparisonQuery(a, b));
  if (found.data === undefined)
    return found.error ? (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={12} label="Comparing runs" />
    );
  return <Sides comparison={found.data} />;
}

function Sides({ comparison }: { comparison: Comparison }) {
  const [only, setOnly] = useState(false);
  const { a, b, rows, firstDivergence, truncated } = comparison;
  const figures = useMemo(() => comparedFigures(a, b), [a, b]);
  const different = rows.filter((row) => row.differs.length > 0).length;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="grid grid-cols-2 gap-4 border-b border-line px-3 py-2 desk:px-4">
        <Head run={a} />
        <Head run={b} />
      </div>
      <table className="mx-3 my-2 max-w-2xl desk:mx-4">
        <caption className="sr-only">Figures of both runs</caption>
        <thead>
          <tr className="label text-right">
            <th className="text-left font-normal">Figure</th>
            <th className="font-normal">Left</th>
            <th className="font-normal">Right</th>
            <th className="font-normal">Difference</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.name} className="border-t border-line text-right tabular-nums">
              <th className="py-1 text-left font-normal text-muted">{figure.name}</th>
              <td>{figure.a}</td>
              <td>{figure.b}</td>
              <td className="text-muted">{figure.difference}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-4 border-y border-line px-3 py-1 desk:px-4">
        <span>
          {firstDivergence === null
            ? 'The same steps in the same order; none failed in one only'
            : `The runs part at row ${firstDivergence + 1} of ${rows.length}`}
        </span>
        {truncated ? <span className="text-caution">Only the first 2,000 steps of each are compared</span> : null}
        <label className="ml-auto flex min-h-11 cursor-pointer items-center gap-1.5 text-muted desk:min-h-6">
          <input
            type="checkbox"
            checked={only}
            onChange={(e) => setOnly(e.target.checked)}
            className="size-4 accent-(--accent)"
          />
          Only {different} that differ
        </label>
      </div>
      <ComparedRows comparison={comparison} only={only} />
    </div>
  );
}

function Head({ run }: { run: Run }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <Link to="/runs/$runId" params={{ runId: run.id }} className="truncate font-semibold text-accent hover:underline">
        <SafeLine text={run.agent} max={120} />
      </Link>
      <span className="flex flex-wrap items-center gap-x-3 text-muted">
        <OutcomeMark run={run} />
        <Started of={run} full />
        {run.release === null ? null : <SafeLine text={shortRelease(run.release)} max={60} />}
      </span>
    </div>
  );
}
