import { sql } from 'kysely';
import { allows } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Change, ChangeScope, ChangeSource } from '../../monitoring/index.ts';
import { labelMovesIn, type MovedLabel, promptIds } from '../../prompts/index.ts';
import type { CalendarEntry, CalendarQuery } from '../contract-calendar.ts';
import { changedModel, type Model } from '../model/release/changed-model.ts';
import { lifecycleDb } from '../tables.ts';
import { calendar } from './calendar.ts';

/** Deployments and roll-backs, the models they changed, freezes, and labels of prompts that moved, within a release or not. */
// open to all: what the actor may not see is left out, kind by kind
export const lifecycleChanges: ChangeSource = async (ctx, scope) => {
  const found: Change[] = [];
  if (allows(ctx.actor, 'agent.read', 'anywhere')) {
    const entries = await entriesIn(ctx, scope);
    const deployed = entries.filter((one) => one.kind === 'deployment');
    found.push(...deployed.map(releaseChange), ...(await modelChanges(ctx, deployed)));
    found.push(...entries.filter((one) => one.kind === 'freeze').flatMap((one) => freezeChanges(one, scope)));
  }
  if (allows(ctx.actor, 'prompt.read', 'anywhere')) found.push(...(await promptChanges(ctx, scope)));
  return found;
};

async function entriesIn(ctx: Ctx, { from, to, teamId, environment, agents }: ChangeScope): Promise<CalendarEntry[]> {
  const query: CalendarQuery = {
    ...{ from: from.toISOString(), to: to.toISOString() },
    ...(teamId !== undefined && { teamId }),
    ...(environment !== undefined && { environment }),
  };
  if (agents === null) return (await calendar(ctx, query)).items;
  const found: CalendarEntry[] = [];
  for (const { id } of agents)
    found.push(
      // One that may not be seen changes nothing that may be.
      ...(await calendar(ctx, { ...query, agent: id }).then(
        ({ items }) => items,
        () => [],
      )),
    );
  return found;
}

const placed = ({ teamId, agent, environment, reason, by }: CalendarEntry) => ({
  ...{ teamId, agent: agent && { id: agent.id, name: agent.name }, environment, reason, by },
});

const releaseChange = (entry: CalendarEntry): Change => ({
  ...{ id: entry.id, at: entry.from, kind: 'release', how: entry.state, title: entry.title, ...placed(entry) },
  about: { type: 'release', id: entry.release!.id },
});

function freezeChanges(entry: CalendarEntry, { from, to }: ChangeScope): Change[] {
  const { until, reason } = entry;
  const own = { kind: 'freeze', about: { type: 'calendar', id: entry.id }, ...placed(entry) };
  const within = (at: string): boolean => at >= from.toISOString() && at < to.toISOString();
  const ends = entry.state === 'lifted' ? 'lifted' : 'ended';
  return [
    ...(within(entry.from) ? [{ id: entry.id, at: entry.from, how: 'began', title: entry.title, ...own }] : []),
    ...(until !== null && within(until)
      ? [{ id: `${entry.id} end`, at: until, how: ends, title: `Freeze ${ends}: ${reason}`, ...own }]
      : []),
  ];
}

type ModelRow = { id: string; model: string | null; before: string | null };

/** Of the releases that took the place of another: where the model is another, or has other parameters. */
async function modelChanges(ctx: Ctx, deployed: readonly CalendarEntry[]): Promise<Change[]> {
  if (deployed.length === 0) return [];
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('deployment_history as h')
    .innerJoin('releases as r', (join) =>
      join.on((eb) => eb('r.id', '=', eb.fn.coalesce('h.candidate_id', 'h.release_id'))),
    )
    // A candidate stands beside what is served; else the one before is meant.
    .innerJoin('releases as p', (join) =>
      join.on('p.id', '=', sql`case when h.candidate_id is null then h.previous_id else h.release_id end`),
    )
    .select('h.id as id')
    .select(sql<string | null>`(r.manifest::jsonb -> 'model')::text`.as('model'))
    .select(sql<string | null>`(p.manifest::jsonb -> 'model')::text`.as('before'))
    .where(
      'h.id',
      'in',
      deployed.map((one) => one.id),
    )
    .where(sql<boolean>`(r.manifest::jsonb -> 'model') is distinct from (p.manifest::jsonb -> 'model')`)
    .execute();
  const changed = new Map(rows.map((row: ModelRow) => [row.id, changedModel(modelOf(row.before), modelOf(row.model))]));
  return deployed.flatMap((entry) => {
    const words = changed.get(entry.id);
    if (words === undefined) return [];
    const title = `${entry.agent?.name ?? 'An agent'}: ${words}`;
    return [{ ...releaseChange(entry), kind: 'model', title }];
  });
}

const modelOf = (text: string | null): Model | null => (text === null ? null : (JSON.parse(text) as Model));

async function promptChanges(ctx: Ctx, { from, to, teamId, environment, ...of }: ChangeScope): Promise<Change[]> {
  const ids = of.agents === null ? null : await promptsOf(ctx, of);
  // Of an agent it is the prompt that counts, whichever team keeps it.
  const moves = await labelMovesIn(ctx, { from, to, teamId: ids === null ? teamId : undefined, promptIds: ids });
  const elsewhere = environment === undefined ? new Set() : await otherEnvironments(ctx, environment);
  return moves.filter((one) => !elsewhere.has(one.label)).map(labelChange);
}

function labelChange({ id, promptId, prompt, label, from, to, ...move }: MovedLabel): Change {
  const words = to === null ? `${label} is taken from ${prompt} ${from}` : `${prompt}: ${label} ${movedTo(from, to)}`;
  return {
    ...{ id, at: move.at.toISOString(), kind: 'prompt', how: to === null ? 'removed' : 'moved', title: words },
    ...{ about: { type: 'prompt', id: promptId }, teamId: move.teamId, agent: null, environment: null },
    ...{ reason: move.reason, by: move.by },
  };
}

const movedTo = (from: number | null, to: number): string =>
  from === null ? `is put on version ${to}` : `moves from version ${from} to ${to}`;

/** Prompts that any release of these agents holds, and those that their runs were sent with. */
async function promptsOf(ctx: Ctx, { agents, prompts }: Pick<ChangeScope, 'agents' | 'prompts'>): Promise<string[]> {
  const ids = (agents ?? []).map((one) => one.id);
  if (ids.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select distinct one ->> 'prompt' as name
    from releases r, jsonb_array_elements(coalesce(r.manifest::jsonb -> 'prompts', '[]'::jsonb)) one
    where r.workspace_id = ${ctx.workspaceId} and r.agent_id in (${sql.join(ids)}) limit 500`.execute(ctx.state.db);
  const names = [...new Set([...rows.map((row) => row.name), ...prompts])];
  return [...new Set((await promptIds(ctx.state.db, ctx.workspaceId, names)).values())];
}

/** A label that is called like another environment is of that one. */
async function otherEnvironments({ state, workspaceId }: Ctx, environment: string): Promise<Set<string>> {
  const rows = state.db.selectFrom('environments').select('name').where('workspace_id', '=', workspaceId);
  const found = await rows.where('name', '<>', environment).execute();
  return new Set(found.map((row) => row.name));
}
