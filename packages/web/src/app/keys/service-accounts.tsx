import { useQuery } from '@tanstack/react-query';
import type { ServiceAccount } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time, useNow } from '../../ui/zone.tsx';
import { peopleQuery, serviceAccountsQuery } from '../access-queries.ts';
import { meQuery } from '../queries.ts';
import { mayIn } from '../rights.ts';
import { useTeams } from '../members/use-teams.ts';
import { EndAccountDialog } from './end-account-dialog.tsx';
import { ServiceAccountDialog } from './service-account-dialog.tsx';

/** Programs with a person who answers for them, and an end. */
export function ServiceAccounts({ onDone }: { onDone: (done: Done) => void }) {
  const me = useQuery(meQuery);
  const accounts = useQuery(serviceAccountsQuery);
  const rights = me.data?.rights ?? [];
  const people = useQuery({ ...peopleQuery, enabled: rights.includes('person.read') });
  const { teamName } = useTeams();
  const [asked, setAsked] = useState<{ what: 'make' | 'renew' | 'end'; of: ServiceAccount | null } | null>(null);
  const close = (): void => setAsked(null);
  // Who may not see people can make oneself the owner.
  const owners = people.data?.filter((one) => one.disabledAt === null && one.lockedOutAt === null) ?? [];
  const self = me.data === undefined ? [] : [me.data.person];
  const choices = owners.length > 0 ? owners : self;
  return (
    <section className="mt-8">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
        <div>
          <h2 className="font-semibold">Service accounts</h2>
          <p className="text-muted">For programs: a person answers for each, it ends, and its keys end with it.</p>
        </div>
        {rights.includes('service_account.create') ? (
          <Button onClick={() => setAsked({ what: 'make', of: null })}>Make a service account</Button>
        ) : null}
      </div>
      {accounts.data?.length === 0 ? (
        <p className="py-3 text-muted">
          None yet. A key without one stands for itself, and nobody is asked when it ages.
        </p>
      ) : null}
      <ul aria-label="Service accounts">
        {(accounts.data ?? []).map((account) => (
          <li
            key={account.id}
            className="grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_132px] desk:items-center"
          >
            <p className="truncate font-medium">
              <SafeLine text={account.name} max={120} />
            </p>
            <p className="truncate text-muted">
              <SafeLine text={teamName(account.teamId)} max={120} />, <SafeLine text={account.ownerName} max={120} />
            </p>
            <AccountState account={account} />
            {account.disabledAt === null && mayIn(me.data, 'service_account.create', account.teamId) ? (
              <div className="flex gap-1.5 desk:justify-end">
                <Button aria-label={`Renew ${account.name}`} onClick={() => setAsked({ what: 'renew', of: account })}>
                  Renew
                </Button>
                <Button aria-label={`End ${account.name}`} onClick={() => setAsked({ what: 'end', of: account })}>
                  End
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {asked !== null && asked.what !== 'end' ? (
        <ServiceAccountDialog account={asked.of} owners={choices} onClose={close} />
      ) : null}
      {asked?.what === 'end' && asked.of !== null ? (
        <EndAccountDialog account={asked.of} onClose={close} onDone={onDone} />
      ) : null}
    </section>
  );
}

function AccountState({ account }: { account: ServiceAccount }) {
  const now = useNow(60_000);
  if (account.disabledAt !== null)
    return (
      <p className="text-meta text-muted">
        Ended <Time at={account.disabledAt} />
      </p>
    );
  const left = new Date(account.expiresAt).getTime() - now.getTime();
  const late = left < 0;
  const soon = left < 14 * 86_400_000;
  return (
    <p className="flex items-center gap-1.5 text-meta text-muted">
      {account.ownerGone || soon ? <Lamp aspect="caution" label="Watch" /> : null}
      <span>
        {late ? 'ended ' : 'until '}
        <Time at={account.expiresAt} />
        {account.ownerGone ? '; its owner is gone: renew it with another' : ''}
      </span>
    </p>
  );
}
