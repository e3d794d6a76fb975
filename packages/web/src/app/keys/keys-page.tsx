import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { UndoBar, type Done } from '../../ui/undo-bar.tsx';
import { useNow } from '../../ui/zone.tsx';
import { keysQuery, meQuery } from '../queries.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { KeyRow } from './key-row.tsx';
import { ServiceAccounts } from './service-accounts.tsx';

const isPast = (at: string | null, now: number): boolean => at !== null && Date.parse(at) <= now;

/** What programs sign in with: keys, and the service accounts that some belong to. */
export function KeysPage() {
  const me = useQuery(meQuery);
  const keys = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const [showEnded, setShowEnded] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const forget = useCallback(() => setDone(null), []);
  const rights = me.data?.rights ?? [];
  const all = keys.data?.items ?? [];
  const now = useNow(60_000).getTime();
  const active = all.filter(({ revokedAt, expiresAt }) => revokedAt === null && !isPast(expiresAt, now));
  const ended = all.length - active.length;
  return (
    <SettingsFrame title="Keys">
      <div className="flex flex-wrap items-center gap-3 py-3">
        {rights.includes('key.create') ? (
          <Button tone="primary" onClick={() => setMaking(true)}>
            Make a key
          </Button>
        ) : null}
        {ended > 0 ? (
          <label className="flex min-h-11 items-center gap-2 text-muted desk:min-h-7">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={showEnded}
              onChange={(event) => setShowEnded(event.target.checked)}
            />
            Show {ended} revoked or expired
          </label>
        ) : null}
      </div>
      {keys.error ? <ErrorState error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {active.length > 0 || (showEnded && ended > 0) ? (
        <ul aria-label="Keys" className="border-t border-line">
          {(showEnded ? all : active).map((key) => (
            <KeyRow key={key.id} of={key} onDone={setDone} />
          ))}
        </ul>
      ) : null}
      {keys.data && active.length === 0 ? (
        <EmptyState title="No key works now">
          <p>
            An agent sends its telemetry with a key of its team. Make one with the scope “ingest” for each place that
            agents run in, so that one that leaks can be revoked alone; keys that read get “read”, and “content” only
            where they need the text.
          </p>
        </EmptyState>
      ) : null}
      <ServiceAccounts onDone={setDone} />
      {making ? <CreateKeyDialog onClose={() => setMaking(false)} /> : null}
      <UndoBar done={done} onGone={forget} />
    </SettingsFrame>
  );
}
