import { sql } from 'kysely';
import { AppError } from '../../spine/errors.ts';
import type { Db, Tx } from '../../spine/tx.ts';
import type { Edit, NamedAgent, Naming } from './model/naming.ts';
import { freeSlug } from './model/slug.ts';
import { lifecycleDb, lifecycleTx } from './tables.ts';

export type TeamPlace = { workspaceId: string; teamId: string };

/** PGlite stalls on larger reads. */
const page = 1000;

/** What the names of a team stand for now, agents that are put away included. */
export async function readNaming(db: Db, { workspaceId, teamId }: TeamPlace): Promise<Naming> {
  const agents: NamedAgent[] = [];
  for (let more = page; more === page;) {
    const rows = await db
      .selectFrom('agents')
      .select(['id', 'key', 'name', 'slug', 'put_away as putAway'])
      .where('workspace_id', '=', workspaceId)
      .where('team_id', '=', teamId)
      .where('id', '>', agents.at(-1)?.id ?? '')
      .orderBy('id')
      .limit(page)
      .execute();
    agents.push(...rows);
    more = rows.length;
  }
  const aliases = db.selectFrom('agent_aliases').select(['alias as name', 'service', 'agent_id as agentId']);
  const ignored = db.selectFrom('ignored_agent_names').select(['name', 'service']);
  return {
    agents,
    aliases: await aliases.where('workspace_id', '=', workspaceId).where('team_id', '=', teamId).execute(),
    ignored: await ignored.where('workspace_id', '=', workspaceId).where('team_id', '=', teamId).execute(),
  };
}

/** Changes of one team's names come one after the other. */
export async function lockTeam(tx: Tx, { workspaceId, teamId }: TeamPlace): Promise<void> {
  const team = tx.selectFrom('teams').select('id').where('workspace_id', '=', workspaceId).where('id', '=', teamId);
  if ((await team.forUpdate().executeTakeFirst()) === undefined)
    throw new AppError('lifecycle.not_found', { params: { noun: 'team with this id' } });
}

/** Carries edits out. A value that is not what the edit says it was throws `lifecycle.changed_since`: nothing is half done. */
export async function applyEdits(tx: Tx, place: TeamPlace, edits: readonly Edit[]): Promise<void> {
  for (const edit of edits) {
    const changed = await applyEdit(tx, place, edit);
    if (changed !== 1n) throw new AppError('lifecycle.changed_since');
  }
}

async function applyEdit(tx: Tx, { workspaceId, teamId }: TeamPlace, edit: Edit): Promise<bigint> {
  if (edit.of === 'agent') {
    const column = edit.field === 'putAway' ? 'put_away' : edit.field;
    if (edit.field === 'slug') await keepSlug(tx, workspaceId, edit.before, edit.id);
    const done = await sql`update agents set ${sql.ref(column)} = ${edit.after}
      where workspace_id = ${workspaceId} and team_id = ${teamId} and id = ${edit.id}
        and ${sql.ref(column)} is not distinct from ${edit.before}`.execute(tx);
    return done.numAffectedRows ?? 0n;
  }
  const place = { workspace_id: workspaceId, team_id: teamId, service: edit.service };
  if (edit.of === 'ignored') {
    const row = { ...place, name: edit.name };
    const done = edit.after
      ? await tx
          .insertInto('ignored_agent_names')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      : await tx
          .deleteFrom('ignored_agent_names')
          .where((eb) => eb.and(row))
          .executeTakeFirst();
    return 'numDeletedRows' in done ? done.numDeletedRows : (done.numInsertedOrUpdatedRows ?? 0n);
  }
  const row = { ...place, alias: edit.name };
  if (edit.before === null) {
    const inserted = tx.insertInto('agent_aliases').values({ ...row, agent_id: edit.after! });
    const done = await inserted.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    return done.numInsertedOrUpdatedRows ?? 0n;
  }
  const was = { ...row, agent_id: edit.before };
  if (edit.after === null)
    return (
      await tx
        .deleteFrom('agent_aliases')
        .where((eb) => eb.and(was))
        .executeTakeFirst()
    ).numDeletedRows;
  const moved = tx.updateTable('agent_aliases').set({ agent_id: edit.after });
  return (await moved.where((eb) => eb.and(was)).executeTakeFirst()).numUpdatedRows;
}

async function keepSlug(tx: Tx, workspaceId: string, slug: string, agentId: string): Promise<void> {
  await lifecycleTx(tx)
    .insertInto('agent_slugs')
    .values({ workspace_id: workspaceId, slug, agent_id: agentId })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'slug']).doUpdateSet({ agent_id: agentId }))
    .execute();
}

/** A slug of this name that no agent of the workspace has or had; one that `agentId` itself had is its own again. */
export async function slugFor(
  db: Db,
  workspaceId: string,
  name: string,
  agentId: string | null = null,
): Promise<string> {
  const stem = `${freeSlug(name, () => false)}%`;
  const now = db.selectFrom('agents').select(['slug', 'id']).where('workspace_id', '=', workspaceId);
  const once = lifecycleDb(db).selectFrom('agent_slugs').select(['slug', 'agent_id as id']);
  const taken = [
    ...(await now.where('slug', 'like', stem).execute()),
    ...(await once.where('workspace_id', '=', workspaceId).where('slug', 'like', stem).execute()),
  ];
  const others = new Set(taken.flatMap((one) => (one.id === agentId ? [] : [one.slug])));
  return freeSlug(name, (slug) => others.has(slug));
}
