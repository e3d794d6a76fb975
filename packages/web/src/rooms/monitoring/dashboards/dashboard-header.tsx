import type { Dashboard } from 'signalbox/contract/monitoring/dashboards';
import { rangeNames } from '../../../app/scope.ts';
import { Button } from '../../../ui/button.tsx';
import { copyWords, useCopy } from '../../../ui/copy-button.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { MarkFilter } from './mark-filter.tsx';

type Props = {
  dashboard: Dashboard;
  /** Does the bar above say a time? Else it is the dashboard's own. */
  ranged: boolean;
  onAdd: (() => void) | null;
  acts: Record<string, () => void>;
};

/** What the page is, and what can be done with it. */
export function DashboardHeader({
  dashboard: { name, description, builtIn, range, widgets },
  ranged,
  onAdd,
  acts,
}: Props) {
  const [state, copy] = useCopy();
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5 desk:px-4">
      <h1 className="min-w-0 text-section font-semibold max-desk:flex-1 [overflow-wrap:anywhere]">
        <SafeLine text={name} max={120} />
      </h1>
      <p className="min-w-0 truncate text-muted max-desk:order-1 max-desk:basis-full desk:flex-1">
        {builtIn ? 'Built in. ' : ''}
        {ranged ? '' : `${rangeNames[range]}. `}
        <SafeLine text={description} max={300} />
      </p>
      <span className="empty:hidden max-desk:order-1">
        {widgets.some(({ kind }) => kind === 'line') ? <MarkFilter /> : null}
      </span>
      <span className="flex gap-1.5">
        <Button tone="quiet" onClick={() => copy(location.href)}>
          {state === 'idle' ? 'Copy link' : copyWords[state]}
        </Button>
        {onAdd === null ? null : (
          <Button tone="primary" title="Add widget (c)" onClick={onAdd}>
            Add widget
          </Button>
        )}
        <MoreMenu acts={acts} />
      </span>
    </header>
  );
}
