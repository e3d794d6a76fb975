import type { Instance } from '../../contract-instances.ts';

export type InstanceRow = {
  instance: string;
  environment: string;
  release_digest: string | null;
  seq: number | string;
  sdk: string;
  started_at: Date;
  last_seen_at: Date;
  lease_until: Date;
  stopped: boolean;
};

/**
 * An instance as it is at a moment. One that said it would stop has stopped; one whose lease ended without that is lost.
 * @param served digests of what its environment serves
 * @param now of the clock that the leases were written by, Unix milliseconds
 */
export function instanceOf(row: InstanceRow, served: ReadonlySet<string>, now: number): Instance {
  const state = row.stopped ? 'stopped' : row.lease_until.getTime() > now ? 'alive' : 'lost';
  return {
    ...{ instance: row.instance, environment: row.environment, release: row.release_digest, seq: Number(row.seq) },
    sdk: row.sdk,
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    leaseUntil: row.lease_until.toISOString(),
    state,
    current: state === 'alive' && row.release_digest !== null && served.has(row.release_digest),
  };
}
