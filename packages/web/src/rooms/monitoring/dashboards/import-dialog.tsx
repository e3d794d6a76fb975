import { useQuery } from '@tanstack/react-query';
import type { ImportedDashboard } from 'signalbox/contract/monitoring/dashboards';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/code-area.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { useDashboardVerb } from './use-dashboard-verb.ts';

type Props = { onDone: (made: ImportedDashboard) => void; onClose: () => void };

/** Takes a dashboard in from YAML; one of the same name becomes what the text says. */
export function ImportDialog({ onDone, onClose }: Props) {
  const me = useQuery(meQuery).data;
  const [yaml, setYaml] = useState('');
  const take = useDashboardVerb<ImportedDashboard>(onDone);
  const teamId = mayIn(me, 'dashboard.change', null) ? null : (teamsFor(me, 'dashboard.change')[0]?.id ?? null);
  return (
    <Modal title="Import a dashboard" onClose={onClose} wide>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          take.mutate({ path: '/dashboards/import', method: 'PUT', body: { yaml, teamId } });
        }}
      >
        <p className="text-muted">
          A file as “Export YAML” makes it. A dashboard of the same name becomes what it says; what was there stays in
          the ledger.
        </p>
        <input
          type="file"
          aria-label="File"
          accept=".yaml,.yml"
          onChange={async (event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) setYaml(await file.text());
          }}
        />
        <CodeArea label="YAML" value={yaml} onChange={setYaml} rows={14} />
        <Refusal error={take.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={take.isPending || yaml.trim() === ''}>
            Import dashboard
          </Button>
        </div>
      </form>
    </Modal>
  );
}
