import { sees, sightOf } from '../views/sight.ts';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import type { FailureStanding } from '../contract-failures.ts';
import type { MonitoringTables } from '../tables.ts';
import { stateAt } from './model/standing.ts';
import { type FailureStateRow, readStates } from './read-states.ts';

export type FailureGroup = {
  id: string;
  team_id: string;
  agent: string;
  class: string;
  locus_kind: string;
  locus: string;
  template: string;
};

/** Groups of a workspace by id. */
export async function readGroups(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, FailureGroup>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .withTables<MonitoringTables>()
    .selectFrom('ops_failure_groups')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .select(['id', 'team_id', 'agent', 'class', 'locus_kind', 'locus', 'template'])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Throws `monitoring.failure_not_found` where it is not there or not seen, `access.denied` where it is seen only. */
export async function failureToChange(ctx: Ctx, id: string): Promise<FailureGroup> {
  const group = (await readGroups(ctx.state.db, ctx.workspaceId, [id])).get(id);
  if (group === undefined) throw new AppError('monitoring.failure_not_found');
  const place = { teamId: group.team_id, agent: group.agent };
  const { runs } = sightOf(ctx);
  const anywhere = runs === 'all' ? runs : runs.map((one) => ({ ...one, environment: null }));
  if (!allows(ctx.actor, 'failure.change', place) && !sees(anywhere, { ...group, environment: '' }))
    throw new AppError('monitoring.failure_not_found');
  authorize(ctx, 'failure.change', place);
  return group;
}

export type Saying = Pick<FailureStateRow, 'state' | 'reason' | 'until' | 'release' | 'assignee_id'>;

const nothing: Saying = { state: 'open', reason: '', until: null, release: null, assignee_id: null };

/**
 * Puts down what is said of a failure from now on; what stood there before is kept for `undo`, unless this is one. `keepsWhen`: the state is the old one, and so is who said it and when. Returns both as the
 * ledger tells them, and the new one as people are told.
 */
export async function say(
  tx: Tx,
  ctx: Ctx,
  id: string,
  next: (before: Saying, row: FailureStateRow | null) => Saying & { isUndo?: true; keepsWhen?: true },
): Promise<{ before: SaidTold | null; after: SaidTold; standing: FailureStanding }> {
  const states = tx.withTables<MonitoringTables>();
  const own = states
    .selectFrom('failure_states')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('failure_id', '=', id);
  await own.select('failure_id').forUpdate().execute();
  const row = (await readStates(tx, ctx.workspaceId, [id])).get(id) ?? null;
  const { isUndo, keepsWhen, ...after } = next(row ?? nothing, row);
  const kept = keepsWhen === true && row !== null ? { at: row.at, by_id: row.by_id } : null;
  const values = {
    ...{ ...after, ...(kept ?? { at: new Date(ctx.clock.now()), by_id: ctx.actor.id }) },
    before: isUndo === true ? null : JSON.stringify(sayingOf(row ?? nothing)),
  };
  await states
    .insertInto('failure_states')
    .values({ workspace_id: ctx.workspaceId, failure_id: id, ...values })
    .onConflict((one) => one.columns(['workspace_id', 'failure_id']).doUpdateSet(values))
    .execute();
  const standing = standingOf({ failure_id: id, ...values }, ctx.clock.now());
  return { before: row === null ? null : told(row), after: told(after), standing };
}

type SaidTold = {
  state: string;
  reason: string;
  until: string | null;
  release: string | null;
  assigneeId: string | null;
};

const told = ({ state, reason, until, release, assignee_id }: Saying): SaidTold => ({
  ...{ state, reason, release, until: until?.toISOString() ?? null, assigneeId: assignee_id },
});

const sayingOf = ({ state, reason, until, release, assignee_id }: Saying): Saying => ({
  ...{ state, reason, until, release, assignee_id },
});

/** What `undo` brings back. */
export function earlierOf(row: FailureStateRow | null): Saying | null {
  if (row?.before == null) return null;
  const { until, ...earlier } = JSON.parse(row.before) as Omit<Saying, 'until'> & { until: string | null };
  return { ...earlier, until: until === null ? null : new Date(until) };
}

/** As people are told. @param now Unix milliseconds: muting may be over. */
export function standingOf(row: FailureStateRow | undefined, now: number): FailureStanding {
  if (row === undefined)
    return {
      ...{ state: 'open', at: null, byId: null, reason: null, until: null, release: null, assigneeId: null },
      canUndo: false,
    };
  const until = row.until?.getTime() ?? null;
  return {
    ...{ state: stateAt({ state: row.state, until }, now), at: row.at.toISOString(), byId: row.by_id },
    ...{ reason: row.reason === '' ? null : row.reason, until: row.until?.toISOString() ?? null },
    ...{ release: row.release, assigneeId: row.assignee_id, canUndo: row.before !== null },
  };
}
