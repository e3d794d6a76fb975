import { useQuery } from '@tanstack/react-query';
import type { BulkAct, BulkResult } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { usePeopleNames } from '../../../app/use-people-names.ts';
import { plural } from '../../../format/number.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { useSettled } from '../../../ui/settled.ts';
import { bulkPreviewQuery } from '../fleet-queries.ts';
import { actOf, emptyBulkForm } from '../model/bulk-form.ts';
import { bulkSum, bulkVerbs } from '../model/bulk-words.ts';
import { useVerb } from '../use-verb.ts';
import { BulkFields } from './bulk-fields.tsx';
import { BulkItems } from './bulk-items.tsx';

type Kind = BulkAct['kind'];
type Props = {
  /** Ids. */
  agents: readonly string[];
  kinds: readonly Kind[];
  onClose: () => void;
};

/** Changes many agents at once: what it would do to each is shown before, what it did after. */
export function BulkDialog({ agents, kinds, onClose }: Props) {
  const [kind, setKind] = useState<Kind>(kinds[0]!);
  const [form, setForm] = useState(emptyBulkForm);
  const [result, setResult] = useState<BulkResult | null>(null);
  const person = usePeopleNames();
  const settled = useSettled(form, 300);
  const act = actOf(kind, settled);
  const preview = useQuery(bulkPreviewQuery(agents, act));
  const perform = useVerb<BulkResult>(setResult);
  const ready = act !== null && form === settled && preview.isSuccess && preview.data.changed > 0;
  if (result !== null)
    return (
      <ConfirmVerb title={bulkSum(result)} verb="Close" busy={false} error={null} onConfirm={onClose} onClose={onClose}>
        <BulkItems of={result} />
      </ConfirmVerb>
    );
  return (
    <ConfirmVerb
      title={`${bulkVerbs[kind]}: ${plural(agents.length, 'agent')}`}
      verb={ready ? `${bulkVerbs[kind]}: ${plural(preview.data.changed, 'agent')}` : bulkVerbs[kind]}
      busy={perform.isPending || !ready}
      error={perform.error ?? (act === null ? null : preview.error)}
      onConfirm={() => perform.mutate({ path: '/agents/bulk', body: { agents, act } })}
      onClose={onClose}
    >
      {kinds.length > 1 ? (
        <Labelled label="Do">
          <Select
            label="Do"
            value={kind}
            choices={kinds.map((one) => ({ value: one, label: bulkVerbs[one] }))}
            onChange={(next) => setKind(next as Kind)}
          />
        </Labelled>
      ) : null}
      <BulkFields kind={kind} form={form} onChange={setForm} person={person} />
      <div className="flex min-h-16 flex-col gap-2" aria-live="polite">
        {act === null ? (
          <p>Say what is to change; then what it does to each agent is shown here.</p>
        ) : preview.data === undefined ? null : (
          <>
            <p className="text-ink">{bulkSum(preview.data)}</p>
            <BulkItems of={preview.data} />
          </>
        )}
      </div>
      <p>Each is changed or refused by itself; each change stands in the ledger by itself.</p>
    </ConfirmVerb>
  );
}
