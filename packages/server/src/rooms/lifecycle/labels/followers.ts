import type { Db } from '../../../spine/tx.ts';
import { type FollowersOf, promptIds } from '../../prompts/index.ts';
import type { ReleaseManifest } from '../contract-releases.ts';
import { manifestOf } from '../releases/releasing.ts';
import { lifecycleDb } from '../tables.ts';

type At = { workspaceId: string; promptId: string; label: string };
/** One environment of an agent, whose release or candidate takes a prompt from where a label stands. */
export type Followed = {
  agentId: string;
  teamId: string;
  /** What telemetry calls it. */
  key: string;
  slug: string;
  name: string;
  environment: string;
  releaseId: string;
  manifest: ReleaseManifest;
  /** Slots of the release that follow the label; empty = only the candidate follows it. */
  slots: string[];
  hasCandidate: boolean;
};

/** PGlite stalls on larger reads. */
const page = 500;

/** Who follows a label, by agent and environment. Within a transaction: as of now. */
export async function followed(db: Db, at: At): Promise<Followed[]> {
  const found: Followed[] = [];
  for (let offset = 0, more = page; more === page; offset += page) {
    const rows = await rowsThatMay(db, at, offset);
    const manifests = rows.map((row) =>
      [row.manifest, row.candidate].map((text) => text && manifestOf({ manifest: text })),
    );
    const prompts = manifests.flat().flatMap((one) => (one ? namedBy(one, at.label) : []));
    const ids = await promptIds(db, at.workspaceId, [...new Set(prompts)]);
    for (const [n, { manifest: _, candidate, ...row }] of rows.entries()) {
      const [own, beside] = manifests[n]!.map((one) => (one ? slotsIn(one, at, ids) : []));
      if (own!.length + beside!.length > 0)
        found.push({
          ...row,
          manifest: manifests[n]![0] as ReleaseManifest,
          slots: own!,
          hasCandidate: candidate !== null,
        });
    }
    more = rows.length;
  }
  return found;
}

/** For the prompts room, which then moves no such label by itself. */
export const labelFollowers: FollowersOf = async (tx, ctx, at) =>
  (await followed(tx, { workspaceId: ctx.workspaceId, ...at })).map(({ agentId, environment }) => ({
    agentId,
    environment,
  }));

const named = (manifest: ReleaseManifest, label: string) =>
  (manifest.prompts ?? []).filter((one) => one.label === label);
const namedBy = (manifest: ReleaseManifest, label: string): string[] => named(manifest, label).map((one) => one.prompt);
const slotsIn = (manifest: ReleaseManifest, { label, promptId }: At, ids: Map<string, string>): string[] =>
  named(manifest, label).flatMap((one) => (ids.get(one.prompt) === promptId ? [one.slot] : []));

/** Places whose manifests hold the label somewhere: what they mean by it is looked at by the caller. */
const rowsThatMay = (db: Db, { workspaceId, label }: At, offset: number) => {
  const text = `%"label":${JSON.stringify(label)}%`;
  return lifecycleDb(db)
    .selectFrom('deployments as d')
    .innerJoin('agents as a', 'a.id', 'd.agent_id')
    .innerJoin('releases as r', 'r.id', 'd.release_id')
    .leftJoin('releases as c', 'c.id', 'd.candidate_id')
    .select(['a.id as agentId', 'a.team_id as teamId', 'a.key as key', 'a.slug as slug', 'a.name as name'])
    .select(['d.environment as environment', 'd.release_id as releaseId'])
    .select(['r.manifest as manifest', 'c.manifest as candidate'])
    .where('d.workspace_id', '=', workspaceId)
    .where((eb) => eb.or([eb('r.manifest', 'like', text), eb('c.manifest', 'like', text)]))
    .orderBy('d.agent_id')
    .orderBy('d.environment')
    .offset(offset)
    .limit(page)
    .execute();
};
