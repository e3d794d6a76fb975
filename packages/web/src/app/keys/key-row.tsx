import { useQuery } from '@tanstack/react-query';
import type { Key } from 'signalbox/contract/access';
import { useState } from 'react';
import { shortId } from '../../format/id.ts';
import { Button } from '../../ui/button.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time, useNow } from '../../ui/zone.tsx';
import { serviceAccountsQuery } from '../access-queries.ts';
import { useTeams } from '../members/use-teams.ts';
import { meQuery } from '../queries.ts';
import { mayIn } from '../rights.ts';
import { ContentModeDialog } from './content-mode-dialog.tsx';
import { contentAbout } from './content-words.ts';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';

type Props = { of: Key; onDone: (done: Done) => void };

/** One key: what it is for, what it may, when it was last used; never its secret. */
export function KeyRow({ of: key, onDone }: Props) {
  const me = useQuery(meQuery).data;
  const { teamName } = useTeams();
  const accounts = useQuery(serviceAccountsQuery);
  const [asked, setAsked] = useState<'revoke' | 'content' | null>(null);
  const close = (): void => setAsked(null);
  const account = accounts.data?.find((one) => one.id === key.serviceAccountId);
  const sends = key.scopes.includes('ingest');
  const bound = [key.agent, key.environment].filter((part) => part !== null);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_148px] desk:items-start">
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
        {sends || key.contentMode !== 'keep' ? (
          <p className="text-meta text-muted">{contentAbout[key.contentMode].state}</p>
        ) : null}
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
      <div className="flex gap-1.5 desk:justify-end">
        {mayIn(me, 'key.create', key.teamId) && sends && key.revokedAt === null ? (
          <Button aria-label={`Content of ${key.name}`} onClick={() => setAsked('content')}>
            Content
          </Button>
        ) : null}
        {mayIn(me, 'key.revoke', key.teamId) && key.revokedAt === null ? (
          <Button aria-label={`Revoke ${key.name}`} onClick={() => setAsked('revoke')}>
            Revoke
          </Button>
        ) : null}
      </div>
      {asked === 'revoke' && key.revokedAt === null ? (
        <RevokeKeyDialog of={key} onClose={close} onDone={onDone} />
      ) : null}
      {asked === 'content' && key.revokedAt === null ? (
        <ContentModeDialog of={key} onClose={close} onDone={onDone} />
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
