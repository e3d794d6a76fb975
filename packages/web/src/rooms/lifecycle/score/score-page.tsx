import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { FleetRules } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { plural } from '../../../format/number.ts';
import { Banner } from '../../../ui/banner.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { Time } from '../../../ui/zone.tsx';
import { BulkDialog } from '../bulk/bulk-dialog.tsx';
import { rulesQuery } from '../fleet-queries.ts';
import { type Bulk, RuleRow } from './rule-row.tsx';

const route = getRouteApi('/shell/fleet');

/** What every agent should be, how many are, and what mends those that are not. */
export function ScorePage() {
  const { team, env } = route.useSearch();
  const query = useQuery(rulesQuery({ team, env }));
  const [bulk, setBulk] = useState<Bulk | null>(null);
  if (query.isPending) return <Skeleton rows={12} label="Loading rules" />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { rules, readable, agents, environment } = query.data;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Fleet score">
      {query.isError ? (
        <StaleNotice error={query.error} readAt={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
      ) : null}
      {readable ? null : (
        <Banner aspect="dark">Telemetry cannot be read now: only agents that are deployed count.</Banner>
      )}
      {agents === 0 ? (
        <>
          <h1 className="sr-only">Fleet score</h1>
          <EmptyState title={`No agent works in ${environment}`}>
            <p>Agents count that the environment serves, or that worked there in the last seven days.</p>
          </EmptyState>
        </>
      ) : (
        <div className="flex max-w-4xl flex-col gap-4 px-4 pb-12 pt-4">
          <Score of={query.data} />
          <ul>
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} onBulk={setBulk} />
            ))}
          </ul>
        </div>
      )}
      {bulk === null ? null : <BulkDialog agents={bulk.agents} kinds={[bulk.kind]} onClose={() => setBulk(null)} />}
    </div>
  );
}

function Score({ of: { score, agents, environment, rules, asOf } }: { of: FleetRules }) {
  const checks = rules.reduce((sum, rule) => sum + rule.applicable, 0);
  const passed = rules.reduce((sum, rule) => sum + rule.passed, 0);
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-1">
      <div>
        <h1 className="label">Fleet score, {environment}</h1>
        <p className="text-key font-semibold tabular-nums">{score === null ? '—' : `${Math.floor(score * 100)} %`}</p>
      </div>
      <p className="pb-1.5 text-muted">
        {plural(passed, 'check')} of {checks} pass, over {plural(agents, 'agent')} · as of <Time at={asOf} />
      </p>
    </header>
  );
}
