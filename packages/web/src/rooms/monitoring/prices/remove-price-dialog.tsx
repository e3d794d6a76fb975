import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PriceOverride } from 'signalbox/contract/monitoring';
import { change } from '../../../app/api.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { troubleOf } from '../../../ui/error-state.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { priceAgain } from './price-form.ts';
import { termsOf } from './price-words.ts';

type Props = { of: PriceOverride; onClose: () => void; onDone: (done: Done) => void };

/** Back to the list price. */
export function RemovePriceDialog({ of: price, onClose, onDone }: Props) {
  const client = useQueryClient();
  const failed = (error: unknown): void => onDone({ what: `Not undone: ${troubleOf(error).title}.` });
  const renew = () => client.invalidateQueries({ queryKey: ['prices'] });
  const remove = useMutation({
    mutationFn: () => change(`/prices/${price.id}`, undefined, 'DELETE'),
    onSuccess: async () => {
      await renew();
      const undo = (): void => void change('/prices', priceAgain(price), 'PUT').then(renew, failed);
      onDone({ what: `${price.model} has the list price again.`, undo });
      onClose();
    },
  });
  return (
    <ConfirmVerb
      title={`Remove the price of ${price.model}`}
      verb="Remove price"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Said here: {termsOf(price)}. After it the list price holds; a model that is not on the list has none, and its
        costs are unknown.
      </p>
      <p>What was computed for it is computed anew within minutes, in all runs that are kept. You can undo it.</p>
    </ConfirmVerb>
  );
}
