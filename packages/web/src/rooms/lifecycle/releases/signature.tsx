import { useQuery } from '@tanstack/react-query';
import type { Release } from 'signalbox/contract/lifecycle';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Lamp } from '../../../ui/lamp.tsx';
import { Part } from '../../../ui/part.tsx';
import { verificationQuery } from '../release-queries.ts';

/** Digest and signature, and whether they hold; asked for, not taken for granted. */
export function Signature({ release }: { release: Release }) {
  const check = useQuery({ ...verificationQuery(release.id), enabled: false });
  const holds = check.data && check.data.digestHolds && check.data.signatureHolds;
  return (
    <Part
      title="Signature"
      end={
        <Button disabled={check.isFetching} onClick={() => void check.refetch()}>
          Verify
        </Button>
      }
    >
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-4">
        <dt className="text-muted">Digest</dt>
        <dd>
          <CopyId id={release.digest} label="digest" />
        </dd>
        <dt className="text-muted">Signed by</dt>
        <dd>
          <CopyId id={release.keyId} label="key of the workspace" />
        </dd>
        {check.data ? (
          <>
            <dt className="text-muted">Public key</dt>
            <dd>
              <CopyId id={check.data.publicKey} label="public key" />
            </dd>
          </>
        ) : null}
      </dl>
      <div role="status" className="min-h-7 pt-1">
        {check.data === undefined ? null : (
          <span className="inline-flex items-center gap-2">
            <Lamp aspect={holds ? 'clear' : 'danger'} label="" />
            {holds
              ? 'The manifest has this digest, and this workspace signed it.'
              : check.data.digestHolds
                ? 'The signature does not hold: this workspace did not sign this digest for this agent and version.'
                : 'The manifest has another digest: it is not what was signed.'}
          </span>
        )}
        <Refusal error={check.error} />
      </div>
    </Part>
  );
}
