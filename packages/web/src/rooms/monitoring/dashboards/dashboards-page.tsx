import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Dashboard, ListedDashboard } from 'signalbox/contract/monitoring/dashboards';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/zone.tsx';
import { plural } from '../../../format/number.ts';
import { DashboardDialog } from './dashboard-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { dashboardsQuery } from './queries.ts';
import { useDashboardVerb } from './use-dashboard-verb.ts';

const blank = { name: '', description: '', range: '24h' as const, teamId: null };

/** The dashboards one may see, the built-in one first. */
export function DashboardsPage() {
  const list = useQuery(dashboardsQuery);
  const me = useQuery(meQuery).data;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'create' | 'import' | null>(null);
  const open = ({ id }: { id: string }): void =>
    void navigate({ to: '/dashboards/$dashboardId', params: { dashboardId: id }, search: (s) => s });
  const create = useDashboardVerb<Dashboard>(open);
  const mayChange = me?.rights.includes('dashboard.change') === true;
  useKeys({ c: mayChange ? () => setAsked('create') : undefined });
  const teams = new Map(me?.teams.map(({ id, name }) => [id, name]));
  if (list.data === undefined)
    return list.isError ? (
      <ErrorState error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <Skeleton rows={8} label="Loading dashboards" />
    );
  const buttons = mayChange ? (
    <>
      <Button tone="primary" title="Create a dashboard (c)" onClick={() => setAsked('create')}>
        Create dashboard
      </Button>
      <Button onClick={() => setAsked('import')}>Import YAML</Button>
    </>
  ) : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Dashboards">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5 desk:px-4">
        <h1 className="mr-auto text-section font-semibold">Dashboards</h1>
        {list.data.items.length > 1 ? buttons : null}
      </header>
      <ul>
        {list.data.items.map((one) => (
          <Row key={one.id} dashboard={one} team={one.teamId === null ? null : (teams.get(one.teamId) ?? one.teamId)} />
        ))}
      </ul>
      {list.data.items.length > 1 ? null : (
        <EmptyState title="No dashboards of your own yet">
          <p>
            A dashboard is a page of charts: each measures something of the catalogue, split by agent, model, release or
            whatever else is told, over the time that the bar above says. Begin with a copy of Fleet, or with an empty
            page.
          </p>
          <div className="flex flex-wrap gap-2">{buttons}</div>
        </EmptyState>
      )}
      {asked === 'create' ? (
        <DashboardDialog
          title="Create a dashboard"
          verb="Create dashboard"
          about={blank}
          busy={create.isPending}
          error={create.error}
          onSave={(about) => create.mutate({ path: '/dashboards', body: about })}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked === 'import' ? (
        <ImportDialog onDone={({ dashboard }) => open(dashboard)} onClose={() => setAsked(null)} />
      ) : null}
    </div>
  );
}

function Row({ dashboard, team }: { dashboard: ListedDashboard; team: string | null }) {
  const { id, name, description, builtIn, widgets, changedAt } = dashboard;
  return (
    <li className="border-b border-line hover:bg-sunk">
      <Link
        to="/dashboards/$dashboardId"
        params={{ dashboardId: id }}
        search={(s) => s}
        className="flex min-h-14 flex-wrap items-center gap-x-4 px-3 -outline-offset-2 desk:min-h-8 desk:px-4"
      >
        <span className="font-medium">
          <SafeLine text={name} max={120} />
        </span>
        <span className="min-w-0 flex-1 truncate text-muted">
          <SafeLine text={description} max={200} />
        </span>
        <span className="text-muted">{builtIn ? 'Built in' : (team ?? 'Everybody here')}</span>
        <span className="num w-20 text-muted">{plural(widgets, 'widget')}</span>
        <span className="w-28 text-right text-muted max-desk:hidden">
          {changedAt === null ? '' : <Time at={changedAt} />}
        </span>
      </Link>
    </li>
  );
}
