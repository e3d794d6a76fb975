import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { NewEvent } from '../../../spine/events.ts';
import { newId } from '../../../spine/ids.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import type { Place } from './place.ts';
import { guardOf } from './guard.ts';
import { deploymentOf, refused } from './rows.ts';
import { decide, type Deployment, type Order } from '../model/deployment/deployment.ts';
import { lifecycleDb, lifecycleTx, type LifecycleTables } from '../tables.ts';

export type Change = {
  place: Place;
  verb: LifecycleTables['deployment_history']['verb'];
  order: Order;
  /** null = whichever. */
  expected: number | null;
  reason: string;
  /** Id of what was planned: it is done with this change, or this change is not made. */
  schedule?: string;
  event: (payload: DeploymentPayload) => NewEvent;
};
type DeploymentPayload = Extract<NewEvent, { type: 'deployment.made' }>['payload'];

/** Decides under the agent's lock, and writes state, history and ledger event in one transaction. Throws the refusal. */
export async function changeDeployment(ctx: Ctx, wish: Change): Promise<void> {
  await change(ctx, async (unit) => changeWithin(unit, ctx, wish));
}

/** The same within a transaction. A refusal is thrown before anything is written. */
export async function changeWithin({ tx, append }: Unit, ctx: Ctx, wish: Change): Promise<void> {
  const { place, order, expected, reason } = wish;
  await lockAgent(tx, place.agentId);
  if (wish.schedule !== undefined) await finish(tx, wish.schedule);
  if (order.verb === 'deploy') await releaseOf(tx, place, order.releaseId);
  const before = await deploymentAt(tx, place);
  const { guard, facts } = await guardOf(tx, ctx, { place, order, expected });
  const after = decide(before, order, guard);
  if (typeof after === 'string') throw refused(after, { before, place, guard, facts });
  await write(tx, ctx, { ...wish, before, after });
  const { releaseId, share } = after.candidate ?? {};
  append(
    wish.event({
      ...{ teamId: place.teamId, environment: place.environment, version: after.version },
      ...{ before: before?.releaseId ?? null, after: after.releaseId, reason },
      candidate: releaseId === undefined || share === undefined ? null : { releaseId, share },
    }),
  );
}

/** What is served there now; null = nothing. */
async function deploymentAt(tx: Tx, { agentId, environment }: Place): Promise<Deployment | null> {
  const rows = lifecycleTx(tx).selectFrom('deployments').selectAll().where('agent_id', '=', agentId);
  const row = await rows.where('environment', '=', environment).executeTakeFirst();
  return row === undefined ? null : deploymentOf(row);
}

/** Deployments of one agent come one after the other, the first one too. */
async function lockAgent(tx: Tx, agentId: string): Promise<void> {
  await tx.selectFrom('agents').select('id').where('id', '=', agentId).forUpdate().execute();
}

async function finish(tx: Tx, schedule: string): Promise<void> {
  const waiting = lifecycleTx(tx).updateTable('deployment_schedules').set({ state: 'done' }).where('id', '=', schedule);
  const done = await waiting.where('state', '=', 'waiting').executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new AppError('lifecycle.schedule_over', { params: { state: 'decided' } });
}

/** Throws `lifecycle.not_found` unless it is a release of this agent. */
export async function releaseOf(db: Db, { agentId }: Pick<Place, 'agentId'>, releaseId: string): Promise<void> {
  const mine = lifecycleDb(db).selectFrom('releases').select('id').where('agent_id', '=', agentId);
  if ((await mine.where('id', '=', releaseId).executeTakeFirst()) === undefined)
    throw new AppError('lifecycle.not_found', { params: { noun: 'release of this agent with this id' } });
}

type Written = Change & { before: Deployment | null; after: Deployment };

async function write(tx: Tx, ctx: Ctx, { place, verb, reason, before, after }: Written): Promise<void> {
  const at = new Date(ctx.clock.now());
  const { agentId: agent_id, environment } = place;
  const own = { workspace_id: ctx.workspaceId, version: after.version, release_id: after.releaseId, reason };
  const candidate = {
    candidate_id: after.candidate?.releaseId ?? null,
    candidate_share: after.candidate?.share ?? null,
    salt: after.candidate?.salt ?? null,
  };
  const past = JSON.stringify(after.past);
  const row = {
    ...own,
    ...candidate,
    past,
    deployed_at: at,
    deployed_by: ctx.actor.id,
  };
  await lifecycleTx(tx)
    .insertInto('deployments')
    .values({ agent_id, environment, ...row })
    .onConflict((conflict) => conflict.columns(['agent_id', 'environment']).doUpdateSet(row))
    .execute();
  const id = newId('dpl', at.getTime());
  const step = { id, agent_id, environment, verb, previous_id: before?.releaseId ?? null, at, by: ctx.actor.id };
  await lifecycleTx(tx)
    .insertInto('deployment_history')
    .values({ ...own, ...candidate, ...step })
    .execute();
  await tx
    .insertInto('environments')
    .values({ id: newId('env', at.getTime()), workspace_id: ctx.workspaceId, name: environment, created_at: at })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .execute();
}
