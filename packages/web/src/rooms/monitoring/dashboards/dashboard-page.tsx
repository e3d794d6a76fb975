import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Dashboard, Widget, WriteDashboard } from 'signalbox/contract/monitoring/dashboards';
import { useRef, useState } from 'react';
import { address } from '../../../app/api.ts';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { UndoBar } from '../../../ui/undo-bar.tsx';
import { DashboardDialog } from './dashboard-dialog.tsx';
import { DashboardHeader } from './dashboard-header.tsx';
import { freshWidget } from './model/widget-form.ts';
import { dashboardPath, dashboardQuery } from './queries.ts';
import { useArrangement } from './use-arrangement.ts';
import { bodyFrom, useDashboardVerb, useSave } from './use-dashboard-verb.ts';
import { WidgetDialog } from './widget-dialog.tsx';
import { WidgetGrid } from './widget-grid.tsx';

const route = getRouteApi('/shell/dashboards/$dashboardId');

/** One dashboard: looked at by everybody who may, put together by who may change it. */
export function DashboardPage() {
  const { dashboardId } = route.useParams();
  const query = useQuery(dashboardQuery(dashboardId));
  if (query.data !== undefined) return <Shown key={dashboardId} dashboard={query.data} />;
  return query.isError ? (
    <ErrorState whole error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <Skeleton rows={12} label="Loading dashboard" />
  );
}

function Shown({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, range, widgets } = dashboard;
  const { team, env, range: asked, from, to, tz, compare } = route.useSearch();
  const scope = { team, env, range: asked, from, to, tz, compare };
  const navigate = useNavigate();
  const me = useQuery(meQuery).data;
  const [edited, setEdited] = useState<Widget | null>(null);
  const [about, setAbout] = useState(false);
  const [done, setDone] = useState<{ what: string; was: Dashboard | null } | null>(null);
  const fromDialog = useRef<Partial<WriteDashboard> | null>(null);
  const save = useSave(id, ({ was, over }) => {
    // A widget that was moved before is kept while one writes in a dialog: that closes none.
    if (over === fromDialog.current) {
      setEdited(null);
      setAbout(false);
    }
    setDone({ what: `${name} is changed.`, was });
  });
  const saveDialog = (over: Partial<WriteDashboard>): void => {
    fromDialog.current = over;
    save.mutate(over);
  };
  const open = (other: { id: string }): void =>
    void navigate({ to: '/dashboards/$dashboardId', params: { dashboardId: other.id }, search: (s) => s });
  const duplicate = useDashboardVerb<Dashboard>(open);
  const restore = useDashboardVerb<Dashboard>(open);
  const remove = useDashboardVerb(() => setDone({ what: `${name} is removed.`, was: null }));
  const arrangement = useArrangement(widgets, (moved) => save.mutate({ widgets: moved }));
  const mayMake = me?.rights.includes('dashboard.change') === true;
  const mayChange = !dashboard.builtIn && mayIn(me, 'dashboard.change', dashboard.teamId);
  const add = mayChange ? () => setEdited(freshWidget(widgets)) : null;
  useKeys({
    c: add ?? undefined,
    Escape: () => void navigate({ to: '/dashboards', search: (s) => s }),
  });
  const actsOf = (widget: Widget): Record<string, () => void> => ({
    Change: () => setEdited(widget),
    Duplicate: () => save.mutate({ widgets: [...widgets, { ...widget, ...place(widgets) }] }),
    Remove: () => save.mutate({ widgets: widgets.filter((one) => one.id !== widget.id) }),
  });
  const acts = {
    ...(mayChange ? { 'Name and sharing': () => setAbout(true) } : {}),
    ...(mayMake ? { Duplicate: () => duplicate.mutate({ path: `${dashboardPath(id)}/duplicate`, body: {} }) } : {}),
    'Export YAML': () => location.assign(address(`${dashboardPath(id)}/yaml`)),
    ...(mayChange ? { Remove: () => remove.mutate({ path: dashboardPath(id), method: 'DELETE' }) } : {}),
  };
  const errorElsewhere = edited === null && !about ? save.error : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Dashboard">
      <DashboardHeader
        dashboard={dashboard}
        ranged={asked !== undefined || from !== undefined}
        onAdd={add}
        acts={acts}
      />
      <div className="px-3 desk:px-4">
        <Refusal error={errorElsewhere ?? duplicate.error ?? remove.error ?? restore.error} />
      </div>
      {widgets.length === 0 ? (
        <EmptyState title="No widgets yet">
          <p>
            A widget measures something, such as the completion rate, split by agent or model and narrowed by filters.
            Time, team and environment come from the bar above.
          </p>
          {add === null ? null : (
            <Button tone="primary" onClick={add}>
              Add widget
            </Button>
          )}
        </EmptyState>
      ) : (
        <div className="p-3 desk:p-4">
          <WidgetGrid {...{ arrangement, range, scope }} actsOf={mayChange ? actsOf : null} />
        </div>
      )}
      {edited === null ? null : (
        <WidgetDialog
          widget={edited}
          fresh={!widgets.some((one) => one.id === edited.id)}
          {...{ range, scope }}
          busy={save.isPending}
          error={save.error}
          onSave={(widget) =>
            saveDialog({
              widgets: widgets.some((one) => one.id === widget.id)
                ? widgets.map((one) => (one.id === widget.id ? widget : one))
                : [...widgets, widget],
            })
          }
          onClose={() => setEdited(null)}
        />
      )}
      {about ? (
        <DashboardDialog
          title="Name and sharing"
          verb="Change dashboard"
          about={bodyFrom(dashboard)}
          busy={save.isPending}
          error={save.error}
          onSave={saveDialog}
          onClose={() => setAbout(false)}
        />
      ) : null}
      <UndoBar
        done={
          done === null
            ? null
            : {
                what: done.what,
                undo: () =>
                  done.was === null
                    ? restore.mutate({ path: `${dashboardPath(id)}/restore` })
                    : save.mutate(bodyFrom(done.was)),
              }
        }
        onGone={() => setDone(null)}
      />
    </div>
  );
}

const place = (widgets: readonly Widget[]): Pick<Widget, 'id' | 'layout'> => {
  const { id, layout } = freshWidget(widgets);
  return { id, layout };
};
