import type { ReleaseManifest } from '../contract-releases.ts';
import type { PromptContent } from '../../prompts/index.ts';
import type { Deployment } from '../model/deployment/deployment.ts';

/** A release as agents are handed it. */
export type Delivered = {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly manifest: ReleaseManifest;
  /** As templates; `content` null = the text is not kept here under this digest. */
  readonly prompts: readonly DeliveredPrompt[];
};
export type DeliveredPrompt = NonNullable<ReleaseManifest['prompts']>[number] & {
  readonly content: PromptContent | null;
};
/** What one environment serves of one agent. */
export type Served = {
  readonly agentId: string;
  readonly teamId: string;
  readonly slug: string;
  /** What the agent is called in telemetry. */
  readonly key: string;
  readonly environment: string;
  /** Of the deployment. */
  readonly version: number;
  readonly stable: Delivered;
  readonly candidate: { readonly release: Delivered; readonly share: number; readonly salt: string } | null;
  /** The ledger's sequence number at which this node first saw it so. */
  readonly since: number;
};
/** What is served in a workspace, as of one place in its ledger. Never changed, only replaced by one of a higher `seq`. */
export type Snapshot = {
  readonly seq: number;
  /** By id, slug, former slug, key and alias of the agent; several where teams share a name. */
  readonly byName: ReadonlyMap<string, readonly Served[]>;
  readonly all: readonly Served[];
};

export type ServedRow = Pick<Served, 'agentId' | 'teamId' | 'slug' | 'key' | 'environment'> & { state: Deployment };
export type Found = {
  seq: number;
  rows: readonly ServedRow[];
  names: readonly { agentId: string; name: string }[];
  releases: ReadonlyMap<string, Delivered>;
};

/** Built anew; what did not change since `before` keeps its `since`. A row whose release is missing is a defect and throws. */
export function snapshotOf({ seq, rows, names, releases }: Found, before: Snapshot | null): Snapshot {
  const known = new Map(before?.all.map((one) => [placeOf(one), one]));
  const release = (id: string): Delivered => {
    const found = releases.get(id);
    if (found === undefined) throw new Error(`Release ${id} is served and was not read.`);
    return found;
  };
  const all = rows.map(({ state: { version, releaseId, candidate }, ...row }): Served => {
    const old = known.get(placeOf(row));
    return {
      ...{ ...row, version, stable: release(releaseId), since: old?.version === version ? old.since : seq },
      candidate: candidate && { release: release(candidate.releaseId), share: candidate.share, salt: candidate.salt },
    };
  });
  const byName = new Map<string, Served[]>();
  const named = Map.groupBy(names, (one) => one.agentId);
  for (const one of all) {
    const own = [one.agentId, one.slug, one.key, ...(named.get(one.agentId) ?? []).map(({ name }) => name)];
    for (const name of new Set(own)) byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return { seq, byName, all };
}

const placeOf = ({ agentId, environment }: { agentId: string; environment: string }): string =>
  `${agentId}\n${environment}`;
