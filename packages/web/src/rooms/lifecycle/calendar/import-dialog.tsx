import { useQuery } from '@tanstack/react-query';
import type { ImportedFreezes, ImportFreezes } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { facetsQuery, meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { useZone } from '../../../ui/zone.tsx';
import { importPreviewQuery } from '../fleet-queries.ts';
import { importedWords, standing } from '../model/import-words.ts';
import { useVerb } from '../use-verb.ts';
import { ImportedItems } from './imported-items.tsx';

/** Freezes from the events of an iCalendar file: what each would do is seen before, what it did after. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const zone = useZone();
  const me = useQuery(meQuery).data;
  const environments = useQuery(facetsQuery).data?.environments ?? [];
  const everywhere = mayIn(me, 'freeze.change', null);
  const teams = teamsFor(me, 'freeze.change');
  const [ics, setIcs] = useState('');
  const [team, setTeam] = useState(everywhere ? '' : (teams[0]?.id ?? ''));
  const [environment, setEnvironment] = useState('');
  const timeZone = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wish: ImportFreezes = {
    ...{ ics, timeZone },
    ...(team === '' ? {} : { teamId: team }),
    ...(environment === '' ? {} : { environment }),
  };
  const preview = useQuery(importPreviewQuery(ics === '' ? null : wish));
  const take = useVerb<ImportedFreezes>();
  if (take.data)
    return (
      <Modal title="Freezes imported" onClose={onClose}>
        <p className="pb-2">{importedWords(take.data)}</p>
        <ImportedItems of={take.data} />
        <div className="flex justify-end pt-3">
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </Modal>
    );
  return (
    <Modal title="Import freezes from a calendar" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          take.mutate({ path: '/freezes/import', body: wish });
        }}
      >
        <label className="flex flex-col gap-1 font-medium">
          iCalendar file
          <input
            type="file"
            accept=".ics,text/calendar"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              void (file?.text() ?? Promise.resolve('')).then(setIcs);
            }}
            className="min-h-11 w-full rounded-control border border-edge bg-panel p-1.5 font-normal desk:min-h-9"
          />
        </label>
        <Labelled label="Team">
          <Select
            plain
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
            id="import-environment"
            label="All environments"
            value={environment}
            suggestions={environments}
            onCommit={setEnvironment}
          />
        </Labelled>
        <p className="text-muted">
          Times without a zone are read in {timeZone}. The same file again changes nothing; an event that moved moves
          its freeze, one that is called off lifts it.
        </p>
        <div aria-live="polite">
          <Refusal error={preview.error ?? take.error} />
          {preview.data === undefined ? null : (
            <>
              <p className="pb-1 font-medium">{importedWords(preview.data)}</p>
              <ImportedItems of={preview.data} />
            </>
          )}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={
              preview.data === undefined || preview.isFetching || take.isPending || standing(preview.data) === 0
            }
          >
            Import freezes
          </Button>
        </div>
      </form>
    </Modal>
  );
}
