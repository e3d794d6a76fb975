import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { useNow, useZone } from '../../../ui/zone.tsx';
import { addDays, dayOf, daysOf, startOf, turned } from '../model/calendar-grid.ts';
import { calendarQuery } from '../fleet-queries.ts';
import { DayInspector } from './day-inspector.tsx';
import { FreezeDialog } from './freeze-dialog.tsx';
import { IcsDialog } from './ics-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { Month } from './month.tsx';

const route = getRouteApi('/shell/calendar');
const title = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' });

/** What was deployed, what is to be, and when nothing is: by month or week. */
export function CalendarPage() {
  const { team, env, day, open, span = 'month' } = route.useSearch();
  const navigate = useNavigate({ from: '/calendar' });
  const zone = useZone();
  const today = dayOf(useNow(60_000).getTime(), zone);
  const me = useQuery(meQuery);
  const [dialog, setDialog] = useState<'freeze' | 'ics' | 'import' | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const shown = day ?? today;
  const days = daysOf(shown, span);
  const between = { from: startOf(days[0]!, zone), to: startOf(addDays(days.at(-1)!, 1), zone) };
  const list = useQuery(calendarQuery({ team, env }, between));
  const go = (to: string | undefined): void => void navigate({ search: (s) => ({ ...s, day: to, open: undefined }) });
  const show = (one: string | undefined): void => void navigate({ search: (s) => ({ ...s, open: one }) });
  useKeys({
    ArrowLeft: () => go(turned(shown, span, -1)),
    ArrowRight: () => go(turned(shown, span, 1)),
    Escape: open === undefined ? undefined : () => show(undefined),
  });
  const mayFreeze = teamsFor(me.data, 'freeze.change').length > 0;
  return (
    <>
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5 desk:px-4">
        <h1 className="mr-2 min-w-32 text-section font-semibold">{title.format(new Date(`${shown}T00:00:00Z`))}</h1>
        <Button aria-label={`The ${span} before`} title="←" onClick={() => go(turned(shown, span, -1))}>
          <Icon name="left" />
        </Button>
        <Button aria-label={`The ${span} after`} title="→" onClick={() => go(turned(shown, span, 1))}>
          <Icon name="right" />
        </Button>
        <Button onClick={() => go(undefined)}>Today</Button>
        <Button
          tone="quiet"
          onClick={() =>
            void navigate({ search: (s) => ({ ...s, span: span === 'month' ? ('week' as const) : undefined }) })
          }
        >
          {span === 'month' ? 'By week' : 'By month'}
        </Button>
        <span className="ml-auto flex gap-1.5">
          <Button tone="quiet" onClick={() => setDialog('ics')}>
            Subscribe
          </Button>
          {mayFreeze ? (
            <>
              <Button tone="quiet" onClick={() => setDialog('import')}>
                Import
              </Button>
              <Button onClick={() => setDialog('freeze')}>Freeze</Button>
            </>
          ) : null}
        </span>
      </header>
      {list.isError && list.data ? (
        <StaleNotice error={list.error} readAt={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data?.truncated === true ? (
        <p role="note" className="border-b border-line px-3 py-1.5 text-meta text-muted desk:px-4">
          There are more entries than can be told at once. Choose a team, an environment or a week to see all of them.
        </p>
      ) : null}
      <div className="relative flex min-h-0 flex-1">
        {list.data ? (
          <Month
            list={list.data}
            days={days}
            month={span === 'month' ? shown.slice(0, 7) : null}
            {...{ today, open }}
            onOpen={show}
          />
        ) : list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <div className="flex-1">
            <Skeleton rows={12} label="Loading calendar" />
          </div>
        )}
        {open !== undefined && list.data ? (
          <DayInspector day={open} list={list.data} onDone={setDone} onClose={() => show(undefined)} />
        ) : null}
      </div>
      {dialog === 'freeze' ? (
        <FreezeDialog day={open ?? today} onDone={setDone} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'ics' ? <IcsDialog scope={{ team, env }} onClose={() => setDialog(null)} /> : null}
      {dialog === 'import' ? <ImportDialog onClose={() => setDialog(null)} /> : null}
      <UndoBar done={done} onGone={() => setDone(null)} />
    </>
  );
}
