import { Tabs } from '@base-ui/react/tabs';
import { getRouteApi, Navigate, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { count, plural } from '../../../format/number.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { LikeThis } from '../failures/like-this.tsx';
import type { RunView } from '../search.ts';
import { GraphPanel } from './graph-panel.tsx';
import { RunHeader } from './run-header.tsx';
import { RunFigures, RunStats } from './run-stats.tsx';
import { StepInspector } from './step-inspector.tsx';
import { StepTable } from './step-table.tsx';
import { TranscriptPanel } from './transcript-panel.tsx';
import { useRun } from './use-run.ts';
import { Withheld } from './withheld.tsx';

const route = getRouteApi('/shell/runs/$runId');
const tab =
  'h-11 border-b-2 border-transparent px-1 text-muted hover:text-ink data-active:border-accent data-active:text-ink desk:h-8';

/** One run: figures, steps on a timeline, transcript; a step opens beside. */
export function RunPage() {
  const { runId } = route.useParams();
  const { view, step, zoom, path } = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$runId' });
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const { query, run, steps, scores, may, links, complete } = useRun(runId);
  const set = (change: {
    view?: RunView | undefined;
    step?: string | undefined;
    zoom?: string | undefined;
    path?: 'on' | undefined;
  }): void => void navigate({ search: (s) => ({ ...s, ...change }), replace: true });
  const back = (): void => (canGoBack ? router.history.back() : void navigate({ to: '/runs', search: {} }));
  useKeys({
    '1': () => set({ view: undefined }),
    '2': () => set({ view: 'transcript' }),
    '3': () => set({ view: 'graph' }),
    c: view === undefined ? () => set({ path: path === 'on' ? undefined : 'on' }) : undefined,
    Escape: () => (step === undefined ? back() : set({ step: undefined })),
  });

  const failed = useMemo(() => steps.filter((s) => s.isError).sort((a, b) => a.offsetMs - b.offsetMs), [steps]);
  const nextFailed = (): void =>
    set({ view: undefined, step: failed[(failed.findIndex((s) => s.spanId === step) + 1) % failed.length]?.spanId });
  useKeys({ e: failed.length > 0 ? nextFailed : undefined });

  if (run === undefined) {
    return query.error ? (
      <ErrorState whole error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={16} label="Loading run" />
    );
  }
  // A late parent can take the run over: the address follows, the old one keeps working.
  if (run.id !== runId) return <Navigate to="/runs/$runId" params={{ runId: run.id }} search={(s) => s} replace />;
  const chosen = steps.find((s) => s.spanId === step);
  // What is said of the run or its conversation stands at its top.
  const said = scores.filter((s) => s.spanId === step || (s.spanId === null && step === run.topSpanId));
  return (
    <>
      {query.error ? (
        <StaleNotice error={query.error} readAt={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
      ) : null}
      <RunHeader run={run} links={links} steps={steps} mayExport={may.exportContent} onBack={back} />
      <div className="hidden border-y border-line px-4 py-2.5 desk:block">
        <RunStats run={run} />
      </div>
      <LikeThis run={run} />
      <RunFigures run={run} />
      <Tabs.Root
        value={view ?? 'steps'}
        onValueChange={(next) => set({ view: next === 'transcript' || next === 'graph' ? next : undefined })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <div className="flex shrink-0 items-center gap-4 border-b border-line px-4 max-desk:border-t">
          <Tabs.List className="flex gap-4">
            <Tabs.Tab value="steps" className={tab}>
              Steps
            </Tabs.Tab>
            <Tabs.Tab value="transcript" className={tab}>
              Transcript
            </Tabs.Tab>
            <Tabs.Tab value="graph" className={tab}>
              Graph
            </Tabs.Tab>
          </Tabs.List>
          <span role="status" className="ml-auto text-meta text-muted">
            {complete ? '' : `${count(steps.length)} of ${count(run.steps)} steps loaded`}
          </span>
          {view === undefined ? (
            <button
              type="button"
              aria-pressed={path === 'on'}
              onClick={() => set({ path: path === 'on' ? undefined : 'on' })}
              title="Show which steps held the run up (c)"
              className="h-11 rounded-control px-1 text-muted hover:text-ink aria-pressed:font-medium aria-pressed:text-accent desk:h-7"
            >
              Critical path
            </button>
          ) : null}
          {failed.length > 0 ? (
            <button
              type="button"
              onClick={nextFailed}
              title="Next failed step (e)"
              className="h-11 rounded-control px-1 text-danger hover:underline desk:h-7"
            >
              {plural(failed.length, 'failed step')}
            </button>
          ) : null}
        </div>
        {may.readContent ? null : <Withheld teamId={run.teamId} />}
        <div className="relative flex min-h-0 flex-1">
          <Tabs.Panel value="steps" className="flex min-h-0 min-w-0 flex-1 flex-col" tabIndex={-1}>
            <StepTable
              run={run}
              steps={steps}
              selected={step ?? null}
              zoom={zoom ?? null}
              path={path === 'on'}
              onSelect={(id) => set({ step: id ?? undefined })}
              onZoom={(id) => set({ zoom: id ?? undefined })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="transcript" className="flex min-h-0 min-w-0 flex-1 flex-col" tabIndex={-1}>
            <TranscriptPanel run={run} may={may} selected={step ?? null} onStep={(id) => set({ step: id })} />
          </Tabs.Panel>
          <Tabs.Panel value="graph" className="flex min-h-0 min-w-0 flex-1 flex-col" tabIndex={-1}>
            <GraphPanel run={run} steps={steps} selected={step ?? null} onStep={(id) => set({ step: id })} />
          </Tabs.Panel>
          {step === undefined ? null : (
            <StepInspector
              runId={runId}
              spanId={step}
              step={chosen}
              steps={steps}
              scores={said}
              readable={may.readContent}
              onClose={() => set({ step: undefined })}
              onStep={(id) => set({ step: id })}
            />
          )}
        </div>
      </Tabs.Root>
    </>
  );
}
