import type { Sync } from 'signalbox/contract/prompts/sync';
import { neutralLine } from '../../../format/neutralise.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Ends a sync: nothing is taken away on either side, and it can be set again. */
export function RemoveSync({ sync, onClose }: { sync: Sync; onClose: () => void }) {
  const remove = usePromptVerb(onClose);
  return (
    <ConfirmVerb
      title={`Remove the sync of ${sync.folder === '' ? 'all folders' : neutralLine(sync.folder)}?`}
      verb="Remove sync"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ path: `/prompt-syncs/${sync.id}`, method: 'DELETE' })}
      onClose={onClose}
    >
      <p>
        Prompts here and files in <SafeLine text={sync.remote} max={300} /> stay as they are.{' '}
        {sync.owner === 'git' ? 'The prompts can be written here again.' : ''}{' '}
        {sync.hasCredential ? 'The sealed credential is forgotten.' : ''}
      </p>
    </ConfirmVerb>
  );
}
