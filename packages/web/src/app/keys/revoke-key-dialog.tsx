import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Key } from 'signalbox/contract/access';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time } from '../../ui/zone.tsx';
import { change } from '../api.ts';

type Props = { of: Key; onClose: () => void; onDone: (done: Done) => void };

/** The end of a key: nothing brings it back, so its name is typed. */
export function RevokeKeyDialog({ of: key, onClose, onDone }: Props) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (reason: string) => change(`/keys/${key.id}/revoke`, { reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onDone({ what: `${key.name} is refused from now on.` });
      onClose();
    },
  });
  return (
    <ConfirmVerb
      title={`Revoke ${key.name}`}
      verb="Revoke for good"
      why
      typed={key.name}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={(reason) => revoke.mutate(reason)}
      onClose={onClose}
    >
      <p>
        Whatever uses this key is refused from its next request on; exporters drop what they cannot send. It cannot be
        undone: make another key first where something depends on it.
      </p>
      <p>
        {key.lastUsedAt === null ? (
          'It was never used.'
        ) : (
          <>
            Last used <Time at={key.lastUsedAt} />.
          </>
        )}
      </p>
    </ConfirmVerb>
  );
}
