import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Prompt } from 'signalbox/contract/prompts';
import type { PlaygroundRun, StartRun } from 'signalbox/contract/prompts/playground';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { providersQuery } from '../../../app/providers/queries.ts';
import { Button, buttonLook } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { promptQuery, versionQuery } from '../queries.ts';
import { EstimateNote } from './estimate-note.tsx';
import { LaneCard } from './lane-card.tsx';
import { type LaneDraft, laneOf, rowOf, variablesOf } from './model/lanes.ts';
import { Results } from './results.tsx';
import { RowsTable, type TextRow } from './rows-table.tsx';

type Props = {
  teamId: string;
  /** Given, all lanes ask this prompt; null = each says which. */
  promptId: string | null;
  prompts: readonly Pick<Prompt, 'id' | 'name'>[];
  runId: string | undefined;
  onRun: (id: string) => void;
};
const mostLanes = 6;

/** Lanes side by side, rows below, one press, and what came back. */
export function Bench(props: Props) {
  const providers = useQuery(providersQuery);
  if (providers.data === undefined)
    return providers.error ? (
      <ErrorState error={providers.error} onRetry={() => void providers.refetch()} />
    ) : (
      <Skeleton rows={8} label="Loading providers" />
    );
  const usable = providers.data.items.filter((one) => one.teamId === null || one.teamId === props.teamId);
  const [first] = usable;
  if (first === undefined)
    return (
      <EmptyState title="No model can be asked yet">
        <p>Add a provider first: any endpoint that speaks as OpenAI or Anthropic do, one on this machine too.</p>
        <Link to="/settings/providers" className={buttonLook('primary')}>
          Model providers
        </Link>
      </EmptyState>
    );
  const start: LaneDraft = {
    ...{ promptId: props.promptId ?? props.prompts[0]?.id ?? '', at: 'latest' },
    ...{ providerId: first.id, model: first.models[0] ?? '', parameters: '', userMessage: '' },
  };
  return <Filled {...props} providers={usable} start={start} />;
}

type FilledProps = Props & {
  providers: Parameters<typeof LaneCard>[0]['providers'];
  start: LaneDraft;
};
function Filled({ teamId, promptId, prompts, runId, onRun, providers, start }: FilledProps) {
  const [lanes, setLanes] = useState<readonly LaneDraft[]>([start]);
  const [rows, setRows] = useState<readonly TextRow[]>([{}]);
  const variables = variablesOf(useContents(lanes));
  const read = lanes.map(laneOf);
  const problem = read.flatMap((one, at) => ('problem' in one ? [`Lane ${at + 1}: ${one.problem}`] : []))[0] ?? null;
  const wish: StartRun | null =
    problem === null
      ? {
          ...{ teamId, name: '' },
          lanes: read.flatMap((one) => ('lane' in one ? [one.lane] : [])),
          rows: variables.length === 0 ? [{}] : rows.map((row) => rowOf(row, variables)),
        }
      : null;
  const run = useMutation({
    mutationFn: () => change<PlaygroundRun>('/playground/runs', wish),
    onSuccess: ({ id }) => onRun(id),
  });
  return (
    <div className="flex flex-col gap-5 px-3 pb-12 pt-3 desk:px-4">
      <div className="grid gap-3 desk:grid-cols-[repeat(auto-fill,minmax(300px,1fr))]">
        {lanes.map((lane, at) => (
          <LaneCard
            key={at}
            at={at}
            lane={lane}
            prompts={promptId === null ? prompts : null}
            providers={providers}
            onChange={(next) => setLanes(lanes.toSpliced(at, 1, next))}
            onRemove={lanes.length === 1 ? null : () => setLanes(lanes.toSpliced(at, 1))}
          />
        ))}
      </div>
      {lanes.length < mostLanes ? (
        <Button className="self-start" onClick={() => setLanes([...lanes, lanes.at(-1)!])}>
          Add lane
        </Button>
      ) : null}
      <section className="flex flex-col gap-2">
        <h2 className="text-section font-semibold">Rows</h2>
        <RowsTable variables={variables} rows={rows} onChange={setRows} />
      </section>
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" disabled={wish === null || run.isPending} onClick={() => run.mutate()}>
          Ask
        </Button>
        {problem === null ? <EstimateNote wish={wish} /> : <p className="text-muted">{problem}</p>}
      </div>
      <Refusal error={run.error} />
      {runId === undefined ? null : <Results key={runId} runId={runId} />}
    </div>
  );
}

/** What the lanes hold, as far as it is read: their variables make the columns of the rows. */
function useContents(lanes: readonly LaneDraft[]) {
  const chosen = lanes.filter((one) => one.promptId !== '');
  const prompts = useQueries({ queries: chosen.map(({ promptId }) => promptQuery(promptId)) });
  const numbers = chosen.map(({ at }, n) => (at === 'latest' ? (prompts[n]?.data?.latest ?? 0) : Number(at) || 0));
  const versions = useQueries({
    queries: chosen.map(({ promptId }, n) => ({ ...versionQuery(promptId, numbers[n]!), enabled: numbers[n] !== 0 })),
  });
  return chosen.flatMap(({ at }, n) => {
    const content = at === 'draft' ? prompts[n]?.data?.draft?.content : versions[n]?.data?.content;
    return content === undefined ? [] : [content];
  });
}
