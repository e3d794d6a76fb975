import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ServiceAccount } from 'signalbox/contract/access';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { change } from '../api.ts';

type Props = { account: ServiceAccount; onClose: () => void; onDone: (done: Done) => void };

export function EndAccountDialog({ account, onClose, onDone }: Props) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (reason: string) => change(`/service-accounts/${account.id}/disable`, { reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onDone({ what: `${account.name} has ended, with its keys.` });
      onClose();
    },
  });
  return (
    <ConfirmVerb
      title={`End ${account.name}`}
      verb="End for good"
      why
      typed={account.name}
      busy={end.isPending}
      error={end.error}
      onConfirm={(reason) => end.mutate(reason)}
      onClose={onClose}
    >
      <p>Every key of this service account is refused from its next request on. It cannot be undone.</p>
    </ConfirmVerb>
  );
}
