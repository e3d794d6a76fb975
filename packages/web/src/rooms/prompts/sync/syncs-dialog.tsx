import { useQuery } from '@tanstack/react-query';
import type { Sync } from 'signalbox/contract/prompts/sync';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { syncsQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { RemoveSync } from './remove-sync.tsx';
import { SyncForm } from './sync-form.tsx';
import { SyncRow } from './sync-row.tsx';

type Asked = { verb: 'add' } | { verb: 'change' | 'remove'; sync: Sync };

/** Folders that git holds too: how they stand, what is in conflict, whose side is taken; set, changed, removed here. */
export function SyncsDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery).data;
  const syncs = useQuery(syncsQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const run = usePromptVerb();
  const items = syncs.data?.items ?? [];
  const teams = teamsFor(me, 'prompt.sync');
  const teamName = (id: string): string => me?.teams.find((team) => team.id === id)?.name ?? id;
  const back = (): void => setAsked(null);
  if (asked?.verb === 'remove') return <RemoveSync sync={asked.sync} onClose={back} />;
  if (asked !== null)
    return (
      <Modal wide title={asked.verb === 'add' ? 'Keep a folder in step with git' : titleOf(asked.sync)} onClose={back}>
        <SyncForm teams={teams} sync={asked.verb === 'add' ? null : asked.sync} onDone={back} />
      </Modal>
    );
  return (
    <Modal wide title="Folders in git" onClose={onClose}>
      <Refusal error={syncs.error ?? run.error} />
      {syncs.isPending ? (
        <Skeleton rows={3} label="Loading folders" />
      ) : items.length === 0 && !syncs.error ? (
        <p className="pb-2 text-muted">
          No folder is kept in step with git yet. One that is has its prompts as files in a repository, both ways or
          one.
        </p>
      ) : (
        <ul aria-label="Folders in git" className="border-t border-line">
          {items.map((one) => (
            <SyncRow
              key={one.id}
              sync={one}
              teamName={teamName(one.teamId)}
              onRun={mayIn(me, 'prompt.write', one.teamId) ? () => run.mutate({ path: `${pathOf(one)}/run` }) : null}
              onChange={mayIn(me, 'prompt.sync', one.teamId) ? () => setAsked({ verb: 'change', sync: one }) : null}
              onRemove={mayIn(me, 'prompt.sync', one.teamId) ? () => setAsked({ verb: 'remove', sync: one }) : null}
            />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 pt-3">
        {teams.length === 0 ? (
          <span className="min-w-0 flex-1 text-muted">
            Folders are set by release managers, admins and keys with the right prompt.sync.
          </span>
        ) : (
          <Button tone="primary" onClick={() => setAsked({ verb: 'add' })}>
            Add a folder
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}

const pathOf = ({ id }: Sync): string => `/prompt-syncs/${id}`;
const titleOf = ({ folder }: Sync): string =>
  `Change the sync of ${folder === '' ? 'all folders' : neutralLine(folder)}`;
