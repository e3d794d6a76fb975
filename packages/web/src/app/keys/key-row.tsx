import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Key } from 'signalbox/contract/access';
import { useState } from 'react';
import { shortId } from '../../format/id.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time, useNow } from '../../ui/zone.tsx';
import { serviceAccountsQuery } from '../access-queries.ts';
import { change } from '../api.ts';
import { useTeams } from '../members/use-teams.ts';

type Props = { of: Key; may: boolean; onDone: (done: Done) => void };

/** One key: what it is for, what it may, when it was last used; never its secret. */
export function KeyRow({ of: key, may, onDone }: Props) {
  const client = useQueryClient();
  const { teamName } = useTeams();
  const accounts = useQuery(serviceAccountsQuery);
  const [asked, setAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: (reason: string) => change(`/keys/${key.id}/revoke`, { reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onDone({ what: `${key.name} is refused from now on.` });
    },
  });
  const account = accounts.data?.find((one) => one.id === key.serviceAccountId);
  const bound = [key.agent, key.environment].filter((part) => part !== null);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_88px] desk:items-start">
      <div className="min-w-0">
        <p className="truncate font-medium">
          <SafeLine text={key.name} max={120} />
        </p>
        <p className="mono truncate text-muted" title={key.id}>
          {shortId(key.id)}
        </p>
      </div>
      <div className="min-w-0">
        <p className="[overflow-wrap:anywhere]">{key.scopes.join(', ')}</p>
        {key.contentMode === 'keep' ? null : (
          <p className="text-meta text-muted">content {key.contentMode === 'mask' ? 'masked' : 'dropped'}</p>
        )}
      </div>
      <div className="min-w-0 text-muted">
        <p className="truncate">
          <SafeLine text={teamName(key.teamId)} max={120} />
          {bound.length === 0 ? '' : ', only '}
          <SafeLine text={bound.join(' in ')} max={200} />
        </p>
        {account === undefined ? null : (
          <p className="truncate text-meta">
            of <SafeLine text={account.name} max={120} />
          </p>
        )}
        <KeyState of={key} />
      </div>
      {may && key.revokedAt === null ? (
        <Button
          className="justify-self-start desk:justify-self-end"
          aria-label={`Revoke ${key.name}`}
          onClick={() => setAsked(true)}
        >
          Revoke
        </Button>
      ) : (
        <span />
      )}
      {asked && key.revokedAt === null ? (
        <ConfirmVerb
          title={`Revoke ${key.name}`}
          verb="Revoke for good"
          why
          typed={key.name}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={(reason) => revoke.mutate(reason)}
          onClose={() => setAsked(false)}
        >
          <p>
            Whatever uses this key is refused from its next request on; exporters drop what they cannot send. It cannot
            be undone: make another key first where something depends on it.
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
      ) : null}
    </li>
  );
}

function KeyState({ of: key }: { of: Key }) {
  const now = useNow(60_000);
  if (key.revokedAt !== null)
    return (
      <p className="flex items-center gap-1.5 text-meta">
        <Lamp aspect="dark" label="Revoked" /> Revoked <Time at={key.revokedAt} />
      </p>
    );
  if (key.expiresAt !== null && new Date(key.expiresAt).getTime() < now.getTime())
    return (
      <p className="flex items-center gap-1.5 text-meta">
        <Lamp aspect="dark" label="Expired" /> Expired <Time at={key.expiresAt} />
      </p>
    );
  return (
    <p className="text-meta">
      {key.lastUsedAt === null ? (
        'never used'
      ) : (
        <>
          used <Time at={key.lastUsedAt} />
        </>
      )}
      {key.expiresAt === null ? null : (
        <>
          , until <Time at={key.expiresAt} />
        </>
      )}
    </p>
  );
}
