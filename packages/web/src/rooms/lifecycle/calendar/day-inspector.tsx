import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Calendar, CalendarEntry } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { By } from '../../../app/by.tsx';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { Time, useZone } from '../../../ui/zone.tsx';
import { type Day, entriesByDay } from '../model/calendar-grid.ts';
import { entryWords, freezeScope } from '../model/entry-words.ts';
import { useVerb } from '../use-verb.ts';
import { EntryMark } from './entry-mark.tsx';
import { dayName } from './month.tsx';

type Props = { day: Day; list: Calendar; onDone: (done: Done) => void; onClose: () => void };

/** The entries of one day, with what can be done about them. */
export function DayInspector({ day, list, onDone, onClose }: Props) {
  const zone = useZone();
  const of = entriesByDay(list.items, [day], zone).get(day) ?? [];
  return (
    <Inspector label="Day" title={dayName(day)} onClose={onClose}>
      {of.length === 0 ? <p className="px-4 py-3 text-muted">Nothing was deployed, planned or frozen.</p> : null}
      <ul>
        {of.map((one) => (
          <Entry key={one.id} of={one} onDone={onDone} />
        ))}
      </ul>
    </Inspector>
  );
}

function Entry({ of, onDone }: { of: CalendarEntry; onDone: (done: Done) => void }) {
  return (
    <li className="flex gap-2 border-b border-line px-4 py-2">
      <span className="pt-1">
        <EntryMark of={of} />
      </span>
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p>
          <SafeLine text={entryWords(of)} max={400} />
        </p>
        {of.kind === 'freeze' ? (
          <p className="text-muted">
            <SafeLine text={freezeScope(of)} max={200} /> · <Time at={of.from} /> to <Time at={of.until!} />
            {of.state === 'lifted' ? ' · lifted' : ''}
          </p>
        ) : (
          <p className="text-muted">
            <SafeLine text={of.reason} max={400} />
          </p>
        )}
        <p className="text-meta text-muted">
          {of.kind === 'freeze' ? '' : <Time at={of.from} />} <By id={of.by} name={of.byName} max={80} />
        </p>
        <span className="flex flex-wrap gap-1.5 pt-1">
          {of.agent === null ? null : (
            <Link
              to="/agents/$agentId"
              params={{ agentId: of.agent.slug }}
              search={({ day: _day, open: _open, span: _span, ...s }) => ({ ...s, tab: 'deployments' as const })}
              className="inline-flex min-h-11 items-center text-accent hover:underline desk:min-h-7"
            >
              <SafeLine text={`Open ${of.agent.name}`} max={80} />
            </Link>
          )}
          <Act of={of} onDone={onDone} />
        </span>
      </div>
    </li>
  );
}

/** Ids of calendar entries name the freeze or the plan itself. */
function Act({ of, onDone }: { of: CalendarEntry; onDone: (done: Done) => void }) {
  const me = useQuery(meQuery);
  const [asking, setAsking] = useState(false);
  const lifts = of.kind === 'freeze';
  const act = useVerb(() => {
    setAsking(false);
    onDone({ what: lifts ? 'The freeze is lifted.' : 'It will not be deployed then.' });
  });
  const open = lifts ? of.state === 'standing' : of.state === 'waiting';
  const isMine = of.by === me.data?.person.id;
  const may = lifts
    ? mayIn(me.data, 'freeze.change', null) || (mayIn(me.data, 'freeze.change', of.teamId) && isMine)
    : mayIn(me.data, 'deployment.change', of.teamId);
  if (!open || !may) return null;
  const verb = lifts ? 'Lift the freeze' : 'Cancel the plan';
  return (
    <>
      <Button onClick={() => setAsking(true)}>{verb}</Button>
      {asking ? (
        <ConfirmVerb
          title={`${verb}?`}
          verb={verb}
          busy={act.isPending}
          error={act.error}
          onConfirm={() =>
            act.mutate({ path: lifts ? `/freezes/${of.id}/lift` : `/scheduled-deployments/${of.id}/cancel` })
          }
          onClose={() => setAsking(false)}
        >
          <p className="text-ink">
            <SafeLine text={entryWords(of)} max={400} />
          </p>
          <p>
            {lifts
              ? `From now on ${freezeScope(of)} can be deployed again. To undo it, freeze anew.`
              : 'Nothing is deployed at that time. To undo it, plan it again.'}
          </p>
        </ConfirmVerb>
      ) : null}
    </>
  );
}
