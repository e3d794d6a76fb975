import { sql } from 'kysely';
import type { Db, Transactor, Tx } from '../../../spine/tx.ts';
import type { ReleaseManifest } from '../contract-releases.ts';
import { deploymentOf } from '../deployments/rows.ts';
import { lifecycleTx } from '../tables.ts';
import type { Delivered, Found, ServedRow } from './snapshot.ts';
import { readSteps } from './read-steps.ts';

/** PGlite stalls on larger reads. */
const page = 1_000;
const pageOfReleases = 100;

/** The number of the last event of a workspace; 0 = it has none. */
export async function headOf(db: Db, workspaceId: string): Promise<number> {
  const heads = db.selectFrom('ledger_heads').select('seq').where('workspace_id', '=', workspaceId);
  return Number((await heads.executeTakeFirst())?.seq ?? 0);
}

export type Reading = {
  workspaceId: string;
  /** Not read again: releases never change. */
  known: ReadonlyMap<string, Delivered>;
  /** Unix milliseconds. */
  now: number;
};

/** All that is served, of one moment. */
export function readServed(state: Transactor, { workspaceId, known, now }: Reading): Promise<Found> {
  return state.transact(async (tx) => {
    // The rows must be those of this head, not newer ones: else a later answer could be older.
    await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    const seq = await headOf(tx, workspaceId);
    const rows = await readRows(tx, workspaceId);
    const steps = await readSteps(tx, workspaceId, now);
    const wanted = new Set<string>();
    for (const { releaseId, candidate } of [...rows.map((one) => one.state), ...[...steps.values()].flat()]) {
      wanted.add(releaseId);
      if (candidate !== null) wanted.add(candidate.releaseId);
    }
    const releases = new Map([...wanted].flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : [])));
    const missing = [...wanted].filter((id) => !known.has(id));
    for (const one of await readReleases(tx, missing)) releases.set(one.id, one);
    return { seq, rows, steps, names: await readNames(tx, workspaceId), releases };
  });
}

async function readRows(tx: Tx, workspaceId: string): Promise<ServedRow[]> {
  const rows: ServedRow[] = [];
  for (;;) {
    const more = await lifecycleTx(tx)
      .selectFrom('deployments')
      .innerJoin('agents', 'agents.id', 'deployments.agent_id')
      .selectAll('deployments')
      .select(['agents.team_id as teamId', 'agents.slug as slug', 'agents.key as key'])
      .where('deployments.workspace_id', '=', workspaceId)
      .orderBy('deployments.agent_id')
      .orderBy('environment')
      .offset(rows.length)
      .limit(page)
      .execute();
    for (const row of more) {
      const { agent_id: agentId, teamId, slug, key, environment } = row;
      rows.push({ agentId, teamId, slug, key, environment, state: deploymentOf(row) });
    }
    if (more.length < page) return rows;
  }
}

async function readReleases(tx: Tx, ids: readonly string[]): Promise<Delivered[]> {
  const found: Delivered[] = [];
  for (let at = 0; at < ids.length; at += pageOfReleases) {
    const some = ids.slice(at, at + pageOfReleases);
    const rows = lifecycleTx(tx).selectFrom('releases').select(['id', 'version', 'digest', 'manifest']);
    for (const row of await rows.where('id', 'in', some).execute())
      found.push({ ...row, manifest: JSON.parse(row.manifest) as ReleaseManifest, prompts: [] });
  }
  return found;
}

/** Former slugs and aliases of agents that are deployed anywhere. */
async function readNames(tx: Tx, workspaceId: string): Promise<{ agentId: string; name: string }[]> {
  const { rows } = await sql<{ agentId: string; name: string }>`
    select agent_id as "agentId", slug as name from agent_slugs
    where workspace_id = ${workspaceId} and agent_id in (select agent_id from deployments where workspace_id = ${workspaceId})
    union select agent_id, alias from agent_aliases
    where workspace_id = ${workspaceId} and service = '' and agent_id in (select agent_id from deployments where workspace_id = ${workspaceId})
    limit 20000`.execute(tx);
  return rows;
}
