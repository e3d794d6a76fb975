import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ListedStep } from 'signalbox/contract/monitoring/explorer';
import { useMemo } from 'react';
import { count, seconds, unknown, usd } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { stepsQuery } from '../queries.ts';
import { Known } from './known.tsx';
import { ListFrame } from './list-frame.tsx';
import { useAsked } from './use-asked.ts';
import { kindNames } from '../../../ui/kind-glyph.tsx';

const route = getRouteApi('/shell/steps');

const kindOf = ({ kind }: ListedStep): string => kindNames[kind as keyof typeof kindNames] ?? kind;
const whatOf = (step: ListedStep): string => step.tool ?? step.model ?? '';

export const columns: Column<ListedStep>[] = [
  { id: 'kind', header: 'Kind', width: '100px', cell: (s) => kindOf(s) },
  {
    id: 'what',
    header: 'Tool or model',
    width: 'minmax(112px, 2fr)',
    cell: (s) => <SafeLine text={whatOf(s) || unknown} max={120} />,
  },
  { id: 'agent', header: 'Agent', width: 'minmax(80px, 1fr)', cell: (s) => <SafeLine text={s.agent} max={120} /> },
  { id: 'started', header: 'Started', width: '112px', cell: (s) => <Time at={s.startedAt} /> },
  {
    ...{ id: 'failed', header: 'Failed', width: '64px', from: 480 },
    cell: (s) => (s.isError ? <span className="text-danger">Failed</span> : ''),
  },
  {
    ...{ id: 'duration', header: 'Duration', unit: 's', align: 'right', width: '84px', from: 560 },
    cell: (s) => <Known value={s.durationMs} text={seconds} what="Duration" />,
  },
  {
    ...{ id: 'in', header: 'In', unit: 'tokens', align: 'right', width: '84px', from: 740 },
    cell: (s) => <Known value={s.inputTokens} text={count} what="Input tokens" />,
  },
  {
    ...{ id: 'out', header: 'Out', unit: 'tokens', align: 'right', width: '88px', from: 740 },
    cell: (s) => <Known value={s.outputTokens} text={count} what="Output tokens" />,
  },
  {
    ...{ id: 'cost', header: 'Cost', unit: 'USD', align: 'right', width: '76px', from: 820 },
    cell: (s) => <Known value={s.costUsd} text={usd} what="Cost" />,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: '100px',
    from: 920,
    cell: (s) => <SafeLine text={s.environment ?? unknown} max={80} />,
  },
];

/** Steps of the runs of the filter, newest first. */
export function StepsPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const list = useInfiniteQuery(stepsQuery(useAsked('/shell/steps')));
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  return (
    <ListFrame
      noun="step"
      search={search}
      list={list}
      rows={rows}
      columns={columns}
      keyOf={(step) => `${step.runId} ${step.spanId}`}
      twoLines={(step) => (
        <div className="flex flex-col">
          <span className="truncate font-medium">
            {kindOf(step)} <SafeLine text={whatOf(step)} max={80} />
          </span>
          <span className="truncate text-meta text-muted">
            <SafeLine text={step.agent} max={80} /> <Time at={step.startedAt} /> {step.isError ? 'Failed' : ''}
          </span>
        </div>
      )}
      onOpen={(step) =>
        void navigate({
          to: '/runs/$runId',
          params: { runId: step.runId },
          search: (s) => ({ team: s.team, env: s.env, step: step.spanId }),
        })
      }
    />
  );
}
