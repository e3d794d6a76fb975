import type { ReleaseManifest } from '../contract-releases.ts';
import type { PromptContent } from '../../prompts/index.ts';
import type { Deployment } from '../model/deployment/deployment.ts';
import { isTakenBack, type Step } from '../model/deployment/pinning.ts';

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
  /** Of what it refers to, by `name@place`. */
  readonly texts?: Readonly<Record<string, string>>;
};
/** What is drawn from. */
export type Arms = {
  readonly stable: Delivered;
  readonly candidate: { readonly release: Delivered; readonly share: number; readonly salt: string } | null;
};
/** What was served from a step on. `takenBack`: ids of those of its releases that were rolled back later. */
export type ServedStep = Step & { readonly arms: Arms; readonly takenBack: readonly string[] };
/** What one environment serves of one agent. */
export type Served = Arms & {
  readonly agentId: string;
  readonly teamId: string;
  readonly slug: string;
  /** What the agent is called in telemetry. */
  readonly key: string;
  readonly environment: string;
  /** Of the deployment. */
  readonly version: number;
  /** Oldest first, the last one as it is now; none where nothing changed for longer than a conversation may hold on. */
  readonly history: readonly ServedStep[];
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
  /** By `placeOf`. */
  steps: ReadonlyMap<string, readonly Step[]>;
};

/** Built anew; what did not change since `before` keeps its `since`. A row whose release is missing is a defect and throws. */
export function snapshotOf({ seq, rows, names, releases, steps }: Found, before: Snapshot | null): Snapshot {
  const known = new Map(before?.all.map((one) => [placeOf(one), one]));
  const release = (id: string): Delivered => {
    const found = releases.get(id);
    if (found === undefined) throw new Error(`Release ${id} is served and was not read.`);
    return found;
  };
  const armsOf = ({ releaseId, candidate }: Pick<Step, 'releaseId' | 'candidate'>): Arms => ({
    stable: release(releaseId),
    candidate: candidate && { release: release(candidate.releaseId), share: candidate.share, salt: candidate.salt },
  });
  const all = rows.map(({ state, ...row }): Served => {
    const { version } = state;
    const old = known.get(placeOf(row));
    const history = (steps.get(placeOf(row)) ?? []).map((step, at, every): ServedStep => {
      const ids = [step.releaseId, ...(step.candidate === null ? [] : [step.candidate.releaseId])];
      return { ...step, arms: armsOf(step), takenBack: ids.filter((id) => isTakenBack(every, at, id)) };
    });
    return { ...row, version, ...armsOf(state), history, since: old?.version === version ? old.since : seq };
  });
  const byName = new Map<string, Served[]>();
  const named = Map.groupBy(names, (one) => one.agentId);
  for (const one of all) {
    const own = [one.agentId, one.slug, one.key, ...(named.get(one.agentId) ?? []).map(({ name }) => name)];
    for (const name of new Set(own)) byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return { seq, byName, all };
}

export const placeOf = ({ agentId, environment }: { agentId: string; environment: string }): string =>
  `${agentId}\n${environment}`;
