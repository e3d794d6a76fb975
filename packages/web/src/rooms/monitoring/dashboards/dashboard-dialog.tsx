import { useQuery } from '@tanstack/react-query';
import type { Dashboard, WriteDashboard } from 'signalbox/contract/monitoring/dashboards';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { rangeNames } from '../../../app/scope.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';

type About = Omit<WriteDashboard, 'widgets'>;
type Props = {
  title: string;
  verb: string;
  about: About;
  busy: boolean;
  error: unknown;
  onSave: (about: About) => void;
  onClose: () => void;
};
const ranges = ['15m', '1h', '24h', '7d', '30d'] as const;

/** What a dashboard is called, for whom it is, and the time it shows at first. */
export function DashboardDialog({ title, verb, about, busy, error, onSave, onClose }: Props) {
  const me = useQuery(meQuery).data;
  const [range, setRange] = useState<Dashboard['range']>(about.range);
  const everywhere = mayIn(me, 'dashboard.change', null);
  const teams = teamsFor(me, 'dashboard.change');
  const [teamId, setTeamId] = useState(about.teamId ?? (everywhere ? '' : (teams[0]?.id ?? '')));
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const text = (name: string): string => String(form.get(name) ?? '').trim();
          onSave({
            name: text('name'),
            description: text('description'),
            range,
            teamId: teamId === '' ? null : teamId,
          });
        }}
      >
        <Field label="Name" name="name" required maxLength={120} defaultValue={about.name} autoComplete="off" />
        <TextArea label="Description" name="description" maxLength={2000} rows={2} defaultValue={about.description} />
        <Labelled label="Time">
          <Select
            label="Time at first"
            value={range}
            choices={ranges.map((one) => ({ value: one, label: rangeNames[one] }))}
            onChange={(to) => setRange(to as Dashboard['range'])}
            plain
          />
        </Labelled>
        <Labelled label="Shared with">
          <Select
            label="Shared with"
            value={teamId}
            choices={[
              ...(everywhere ? [{ value: '', label: 'Everybody here' }] : []),
              ...teams.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={setTeamId}
            plain
          />
        </Labelled>
        <Refusal error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
