import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PriceOverride } from 'signalbox/contract/monitoring';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { troubleOf } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Modal } from '../../../ui/modal.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { type Kind, priceAgain, priceOfForm, rateFields } from './price-form.ts';

/** `before`: what is said already; null = nothing. `model` and `provider` of the row that was pressed, else empty. */
export type Asked = { model: string; provider: string; before: PriceOverride | null };
type Props = { asked: Asked; onClose: () => void; onDone: (done: Done) => void };

const kinds: [Kind, string][] = [
  ['rates', 'Own rates'],
  ['discount', 'A discount on the list price'],
];

/** What a model costs here, in place of the list. */
export function SetPriceDialog({ asked: { model, provider, before }, onClose, onDone }: Props) {
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>(before !== null && before.rates === null ? 'discount' : 'rates');
  const failed = (error: unknown): void => onDone({ what: `Not undone: ${troubleOf(error).title}.` });
  const renew = () => client.invalidateQueries({ queryKey: ['prices'] });
  const set = useMutation({
    mutationFn: (form: FormData) => change<PriceOverride>('/prices', priceOfForm(form, kind), 'PUT'),
    onSuccess: async (made) => {
      await renew();
      const sameRow = before?.id === made.id;
      const undo = sameRow
        ? () => change('/prices', priceAgain(before), 'PUT')
        : () => change(`/prices/${made.id}`, undefined, 'DELETE');
      onDone({ what: `${made.model} has the price that you said.`, undo: () => void undo().then(renew, failed) });
      onClose();
    },
  });
  return (
    <Modal title={before === null ? 'Set a price' : `Change the price of ${before.model}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field
          label="Model"
          name="model"
          required
          maxLength={400}
          defaultValue={model}
          readOnly={before !== null}
          autoComplete="off"
          hint="With * at its end: all that begin so"
        />
        <Field
          label="Provider"
          name="provider"
          maxLength={200}
          defaultValue={provider}
          readOnly={before !== null}
          autoComplete="off"
          hint="Empty: whoever it is"
        />
        <fieldset className="flex flex-wrap gap-x-4">
          <legend className="font-medium">Price</legend>
          {kinds.map(([value, label]) => (
            <label key={value} className="flex min-h-11 items-center gap-2 desk:min-h-7">
              <input
                type="radio"
                name="kind"
                className="size-4 accent-(--accent)"
                checked={kind === value}
                onChange={() => setKind(value)}
              />
              {label}
            </label>
          ))}
        </fieldset>
        {kind === 'rates' ? <Rates of={before?.rates ?? null} /> : <Discount of={before?.discountPercent ?? null} />}
        <p className="text-muted">
          What was computed for it is computed anew within minutes, in all runs that are kept. Costs that clients
          reported stay as reported.
        </p>
        <Refusal error={set.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={set.isPending}>
            Set price
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const number = { type: 'number', min: 0, step: 'any', inputMode: 'decimal' } as const;

function Rates({ of }: { of: PriceOverride['rates'] }) {
  return (
    <div role="group" aria-label="USD per million tokens" className="grid grid-cols-2 gap-x-3 gap-y-2">
      <p className="col-span-2 text-muted">USD per million tokens</p>
      {rateFields.map(({ name, label, hint, needed = false }) => (
        <Field
          key={name}
          {...number}
          max={100_000}
          {...{ name, label, hint }}
          required={needed}
          defaultValue={of?.[name]}
        />
      ))}
    </div>
  );
}

const Discount = ({ of }: { of: number | null }) => (
  <Field
    {...number}
    max={100}
    label="Off the list price, %"
    name="discountPercent"
    required
    defaultValue={of ?? undefined}
    hint="A model that is not on the list stays without a price"
  />
);
