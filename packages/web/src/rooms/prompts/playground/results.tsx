import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMutation } from '@tanstack/react-query';
import type { PlaygroundRun } from 'signalbox/contract/prompts/playground';
import { change } from '../../../app/api.ts';
import { usd } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { CellView } from './cell-view.tsx';
import { LaneHead } from './lane-head.tsx';
import { cellAt, type Cells, progressWords } from './model/cells.ts';
import { cellsQuery, playRunQuery } from './queries.ts';

/** What each lane answered to each row, side by side. */
export function Results({ runId }: { runId: string }) {
  const client = useQueryClient();
  const run = useQuery(playRunQuery(runId));
  const cells = useQuery(cellsQuery(runId, client));
  const error = run.error ?? cells.error;
  if (run.data === undefined || cells.data === undefined)
    return error ? (
      <ErrorState error={error} onRetry={() => void Promise.all([run.refetch(), cells.refetch()])} />
    ) : (
      <Skeleton rows={6} label="Loading answers" />
    );
  return (
    <section aria-label="Answers" className="flex flex-col gap-3">
      <Progress runId={runId} cells={cells.data} />
      <Grid run={run.data} cells={cells.data} />
    </section>
  );
}

const ends = { running: '', done: 'Done. ', cancelled: 'Cancelled. ', interrupted: 'The server ended meanwhile. ' };

function Progress({ runId, cells }: { runId: string; cells: Cells }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => change(`/playground/runs/${runId}/cancel`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['playground'] }),
  });
  const { run } = cells;
  if (run === null) return null;
  const all = Object.values(run.counts).reduce((sum, n) => sum + n, 0);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p role="status">
        {ends[run.state]}
        {progressWords(run)}.{' '}
        <span className="text-muted">
          {usd(run.costUsd)} USD{run.costUnknown === 0 ? '' : `, and ${run.costUnknown} of unknown cost`}
        </span>
      </p>
      {run.state === 'running' ? (
        <>
          <progress
            aria-label="Answers that have come"
            className="h-2 w-40 accent-(--accent)"
            max={all}
            value={all - run.counts.waiting - run.counts.running}
          />
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        </>
      ) : null}
      <Refusal error={cancel.error} />
    </div>
  );
}

function Grid({ run, cells }: { run: PlaygroundRun; cells: Cells }) {
  const columns = { '--lanes': `repeat(${run.lanes.length}, minmax(220px, 1fr))` } as React.CSSProperties;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Answers by row and lane">
      <div className="flex min-w-0 flex-col" style={columns}>
        <div className="grid gap-3 border-b border-line pb-2 desk:grid-cols-(--lanes)">
          {run.lanes.map((lane, at) => (
            <LaneHead key={at} at={at} lane={lane} />
          ))}
        </div>
        {run.rows.map((row, at) => (
          <section key={at} aria-label={`Row ${at + 1}`} className="border-b border-line py-2">
            {Object.keys(row).length === 0 ? null : (
              <h2 className="pb-1 text-meta text-muted">
                <SafeLine text={`${at + 1}: ${rowWords(row)}`} max={300} />
              </h2>
            )}
            <div className="grid gap-3 desk:grid-cols-(--lanes)">
              {run.lanes.map((_, lane) => (
                <div key={lane} className="min-w-0">
                  {run.lanes.length > 1 ? <p className="label desk:hidden">Lane {lane + 1}</p> : null}
                  <CellView cell={cellAt(cells, lane, at)} runId={run.id} />
                </div>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

const rowWords = (row: Record<string, unknown>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
