import { useQuery } from '@tanstack/react-query';
import type { Sync } from 'signalbox/contract/prompts/sync';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { syncsQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { SyncRow } from './sync-row.tsx';

/** Folders that git holds too: how they stand, what is in conflict, and whose side is taken. */
export function SyncsDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery).data;
  const syncs = useQuery(syncsQuery);
  const run = usePromptVerb();
  const items = syncs.data?.items ?? [];
  const start = ({ id }: Sync): void => run.mutate({ path: `/prompt-syncs/${id}/run` });
  return (
    <Modal wide title="Folders in git" onClose={onClose}>
      <Refusal error={syncs.error ?? run.error} />
      {syncs.isPending ? (
        <Skeleton rows={3} label="Loading folders" />
      ) : items.length === 0 && !syncs.error ? (
        <>
          <p className="pb-2 text-muted">
            No folder is kept in step with git yet. Setting one is a right of its own, by the API for now:
          </p>
          <CopyBlock text={example(location.origin)} label="How to set one" />
        </>
      ) : (
        <ul aria-label="Folders in git" className="border-t border-line">
          {items.map((one) => (
            <SyncRow
              key={one.id}
              sync={one}
              teamName={me?.teams.find((team) => team.id === one.teamId)?.name ?? one.teamId}
              onRun={mayIn(me, 'prompt.write', one.teamId) ? () => start(one) : null}
            />
          ))}
        </ul>
      )}
      <div className="flex justify-end pt-3">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}

const example = (origin: string): string => {
  const sync = {
    ...{
      teamId: 'tea_…',
      folder: 'support',
      remote: 'https://git.example/prompts.git',
      branch: 'main',
      path: 'prompts',
    },
    ...{ direction: 'both', owner: 'signalbox', author: { name: 'Signalbox', email: 'prompts@example.com' } },
  };
  return `curl -X PUT -H "x-signalbox-key: $SIGNALBOX_KEY" -H 'content-type: application/json' \\\n  -d '${JSON.stringify(sync)}' \\\n  ${origin}/api/v1/prompt-syncs`;
};
