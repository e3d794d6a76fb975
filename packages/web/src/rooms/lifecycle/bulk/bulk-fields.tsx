import { useQuery } from '@tanstack/react-query';
import type { BulkAct } from 'signalbox/contract/lifecycle';
import { peopleQuery } from '../../../app/access-queries.ts';
import { facetsQuery, meQuery } from '../../../app/queries.ts';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { environmentOrderQuery } from '../fleet-queries.ts';
import { nextOf } from '../model/environment-order.ts';
import type { BulkForm } from '../model/bulk-form.ts';
import { riskParts } from '../model/profile-form.ts';

type Props = {
  kind: BulkAct['kind'];
  form: BulkForm;
  onChange: (form: BulkForm) => void;
  person: (id: string) => string;
};
const levels = [
  { value: '', label: 'Leave as it is' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

/** What a change of many asks for. */
export function BulkFields({ kind, form, onChange, person }: Props) {
  const me = useQuery(meQuery);
  const people = useQuery({ ...peopleQuery, enabled: me.data?.rights.includes('person.read') === true });
  const environments = useQuery(facetsQuery).data?.environments ?? [];
  const order = useQuery(environmentOrderQuery).data?.environments ?? [];
  const goesFrom = (from: string): void =>
    onChange({ ...form, from, to: form.to === '' ? (nextOf(order, from) ?? '') : form.to });
  const set = (key: keyof BulkForm) => (value: string) => onChange({ ...form, [key]: value });
  const field = (key: keyof BulkForm, label: string, hint?: string) => (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      value={form[key]}
      maxLength={2000}
      onChange={(event) => set(key)(event.target.value)}
    />
  );
  const own = me.data?.person.id;
  const known = people.data?.filter((one) => one.disabledAt === null).map((one) => one.id) ?? (own ? [own] : []);
  if (kind === 'claim') return <p>You answer for those that nobody answers for.</p>;
  if (kind === 'owner')
    return (
      <Labelled label="Owner">
        <Select
          label="Owner"
          value={form.person}
          choices={[{ value: '', label: 'Choose a person' }, ...known.map((id) => ({ value: id, label: person(id) }))]}
          onChange={set('person')}
        />
      </Labelled>
    );
  if (kind === 'risk')
    return Object.entries(riskParts).map(([part, label]) => (
      <Labelled key={part} label={label}>
        <Select
          label={label}
          value={form[part as keyof typeof riskParts]}
          choices={levels}
          onChange={set(part as keyof typeof riskParts)}
        />
      </Labelled>
    ));
  if (kind === 'promote')
    return (
      <>
        {(['from', 'to'] as const).map((key) => (
          <Labelled key={key} label={key === 'from' ? 'From' : 'To'}>
            <Suggest
              id={`bulk-${key}`}
              label={key === 'from' ? 'From' : 'To'}
              value={form[key]}
              suggestions={environments}
              onCommit={key === 'to' ? set('to') : goesFrom}
            />
          </Labelled>
        ))}
        <div className="text-ink">{field('reason', 'Why', 'Kept in the ledger')}</div>
      </>
    );
  return (
    <div className="flex flex-col gap-3 text-ink">
      {kind === 'describe' ? (
        <>
          {field('purpose', 'Purpose', 'Empty: left as it is')}
          {field('onCall', 'On call')}
          {field('runbook', 'Runbook')}
          {field('budget', 'Budget')}
        </>
      ) : (
        field('tags', 'Tags', 'With commas between')
      )}
    </div>
  );
}
