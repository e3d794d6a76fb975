import type { Sender } from '../../ingest/rows.ts';
import type { Db } from '../../spine/tx.ts';

/** What Langfuse calls a project is a team here, its organisation the workspace. */
export type ProjectList = {
  data: {
    id: string;
    name: string;
    organization: { id: string; name: string };
    metadata: object;
    retentionDays: number;
  }[];
};

/** The one project that a key belongs to: clients ask for it to see whether their key is good. */
export async function projectsOf(
  db: Db,
  { workspaceId, teamId }: Pick<Sender, 'workspaceId' | 'teamId'>,
  retentionDays: number,
): Promise<ProjectList> {
  const team = await db
    .selectFrom('teams as t')
    .innerJoin('workspaces as w', 'w.id', 't.workspace_id')
    .select(['t.name as team', 'w.name as workspace'])
    .where('t.workspace_id', '=', workspaceId)
    .where('t.id', '=', teamId)
    .executeTakeFirstOrThrow();
  const organization = { id: workspaceId, name: team.workspace };
  return { data: [{ id: teamId, name: team.team, organization, metadata: {}, retentionDays }] };
}
