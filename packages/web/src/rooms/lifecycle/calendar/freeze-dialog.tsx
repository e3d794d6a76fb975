import { useQuery } from '@tanstack/react-query';
import type { Freeze } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { inputToIso } from '../../../app/datetime-input.ts';
import { facetsQuery, meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { useZone } from '../../../ui/zone.tsx';
import { addDays, type Day } from '../model/calendar-grid.ts';
import { useVerb } from '../use-verb.ts';

type Props = { day: Day; onDone: (done: Done) => void; onClose: () => void };

/** Freezes a scope between two moments: nothing is deployed there, rolling back stays open. */
export function FreezeDialog({ day, onDone, onClose }: Props) {
  const zone = useZone();
  const me = useQuery(meQuery);
  const environments = useQuery(facetsQuery).data?.environments ?? [];
  const everywhere = mayIn(me.data, 'freeze.change', null);
  const teams = teamsFor(me.data, 'freeze.change');
  const [team, setTeam] = useState(everywhere ? '' : (teams[0]?.id ?? ''));
  const [environment, setEnvironment] = useState('');
  const [from, setFrom] = useState(`${day}T00:00:00`);
  const [until, setUntil] = useState(`${addDays(day, 1)}T00:00:00`);
  const lift = useVerb();
  const begin = useVerb<Freeze>((made) => {
    onDone({ what: 'Frozen.', undo: () => lift.mutate({ path: `/freezes/${made.id}/lift` }) });
    onClose();
  });
  const [start, end] = [inputToIso(from, zone), inputToIso(until, zone)];
  const timeZone = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const scope = {
    ...(team === '' ? {} : { teamId: team }),
    ...(environment === '' ? {} : { environment }),
  };
  return (
    <ConfirmVerb
      title="Freeze deployments"
      verb="Freeze"
      why
      busy={begin.isPending || start === null || end === null || start >= end}
      error={begin.error ?? lift.error}
      onConfirm={(reason) =>
        begin.mutate({ path: '/freezes', body: { ...scope, from: start, until: end, timeZone, reason } })
      }
      onClose={onClose}
    >
      <Labelled label="Team">
        <Select
          label="Team"
          value={team}
          choices={[
            ...(everywhere ? [{ value: '', label: 'All teams' }] : []),
            ...teams.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={setTeam}
        />
      </Labelled>
      <Labelled label="Environment">
        <Suggest
          id="freeze-environment"
          label="All environments"
          value={environment}
          suggestions={environments}
          onCommit={setEnvironment}
        />
      </Labelled>
      <div className="grid gap-3 text-ink desk:grid-cols-2">
        <Field label="From" type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
        <Field label="Until" type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
      </div>
      <p className="text-ink">
        Nothing is deployed, promoted or moved by a label in {environment === '' ? 'any environment' : environment}{' '}
        {team === '' ? 'of any team' : `of ${teams.find((one) => one.id === team)?.name ?? 'this team'}`} between these
        times ({timeZone}). Rolling back, stopping and revoking stay open.
      </p>
      <p>Two people can override it for one agent and environment. You can lift it at any time.</p>
    </ConfirmVerb>
  );
}
