import type { Db, Transactor } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import type { ObservedRelease } from './observed-releases.ts';

/** PGlite stalls on larger reads. */
const page = 1000;

/** Every release observed in a workspace so far. */
export async function readObserved(db: Db, workspaceId: string): Promise<ObservedRelease[]> {
  const seen: ObservedRelease[] = [];
  for (;;) {
    const rows = await db
      .withTables<MonitoringTables>()
      .selectFrom('ops_observed_releases')
      .select(['workspace_id as workspaceId', 'team_id as teamId', 'agent', 'digest', 'release', 'day'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('team_id')
      .orderBy('agent')
      .orderBy('digest')
      .offset(seen.length)
      .limit(page)
      .execute();
    seen.push(...rows);
    if (rows.length < page) return seen;
  }
}

/** Keeps what is new; what is there already stays as it is. */
export async function keepObserved(
  { transact }: Pick<Transactor, 'transact'>,
  seen: readonly ObservedRelease[],
): Promise<void> {
  if (seen.length === 0) return;
  await transact(async (tx) => {
    for (let from = 0; from < seen.length; from += page)
      await tx
        .withTables<MonitoringTables>()
        .insertInto('ops_observed_releases')
        .values(
          seen.slice(from, from + page).map(({ workspaceId, teamId, agent, digest, release, day }) => ({
            ...{ workspace_id: workspaceId, team_id: teamId, agent, digest, release, day },
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  });
}
