import { useQuery } from '@tanstack/react-query';
import type { Sync } from 'signalbox/contract/prompts/sync';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { usePhone } from '../../../ui/measure.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { conflictQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { Comparison } from '../versions/comparison.tsx';

type Props = { syncId: string; conflict: Sync['conflicts'][number]; mayResolve: boolean };

/** Changed on both sides since they last said the same: what differs, and whose side holds. Neither is ever overwritten unasked. */
export function ConflictRow({ syncId, conflict, mayResolve }: Props) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const phone = usePhone();
  const diff = useQuery({ ...conflictQuery(syncId, conflict.path), enabled: open });
  const resolve = usePromptVerb();
  const take = (side: 'git' | 'signalbox'): void =>
    resolve.mutate({
      path: `/prompt-syncs/${syncId}/resolutions`,
      body: { path: conflict.path, take: side, reason: reason.trim() },
    });
  return (
    <div className="mt-2 flex flex-col gap-2 border-l-2 border-danger pl-2">
      <p className="[overflow-wrap:anywhere]">
        <SafeLine text={conflict.name} max={200} />{' '}
        <span className="text-muted">
          {conflict.here === null ? 'is archived here' : `is at version ${conflict.here} here`};{' '}
          {conflict.isGone ? 'in git it is gone since' : 'in git it was changed by'}{' '}
          <SafeLine text={`${conflict.isGone ? '' : `${conflict.by}, `}${conflict.commit.slice(0, 10)}`} max={200} />
        </span>
      </p>
      {open ? (
        <>
          <Refusal error={diff.error} />
          {diff.data == null ? null : diff.data.diff === null ? (
            <p className="text-muted">One side is gone: there is nothing to compare.</p>
          ) : (
            <Comparison diff={diff.data.diff} narrow={phone} />
          )}
          {mayResolve ? (
            <>
              <Field label="Why" value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
              <Refusal error={resolve.error} />
              <div className="flex flex-wrap gap-2">
                <Button disabled={reason.trim() === '' || resolve.isPending} onClick={() => take('git')}>
                  Take what git has
                </Button>
                <Button disabled={reason.trim() === '' || resolve.isPending} onClick={() => take('signalbox')}>
                  Keep what is here
                </Button>
              </div>
            </>
          ) : null}
        </>
      ) : (
        <Button className="self-start" onClick={() => setOpen(true)}>
          Compare
        </Button>
      )}
    </div>
  );
}
