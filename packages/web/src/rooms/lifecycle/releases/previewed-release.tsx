import type { UseQueryResult } from '@tanstack/react-query';
import type { MadeRelease } from 'signalbox/contract/lifecycle';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { readManifest } from '../model/manifest-text.ts';
import { Differences } from './differences.tsx';

type Props = { read: ReturnType<typeof readManifest>; preview: UseQueryResult<MadeRelease>; first: boolean };

/** What this manifest would be called and what differs; or why it is none. */
export function PreviewedRelease({ read, preview, first }: Props) {
  if ('error' in read)
    return (
      <p role="alert" className="text-danger [overflow-wrap:anywhere]">
        {read.error}
      </p>
    );
  if (preview.error) return <Refusal error={preview.error} />;
  if (preview.data === undefined) return <Skeleton rows={3} label="Loading what differs" />;
  const { isNew, version, changes } = preview.data;
  if (!isNew) return <p className="text-muted">This is release {version} already. Change something.</p>;
  return (
    <>
      <p className="pb-1">
        It will be <span className="font-medium tabular-nums">{version}</span>
        {first ? ', the first.' : ', which follows from what changes.'}
      </p>
      <Differences of={changes} none={first ? 'Everything is new.' : 'Nothing that counts differs.'} />
    </>
  );
}
