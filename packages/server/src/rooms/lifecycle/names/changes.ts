import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { NewEvent } from '../../../spine/events.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import { requestReassembly } from '../../monitoring/index.ts';
import type { NameChange, NameVerb } from '../contract.ts';
import { type Edit, namesOf, type NamedAgent, type Naming } from '../model/naming.ts';
import { applyEdits, lockTeam, readNaming, type TeamPlace } from '../store.ts';
import { lifecycleTx } from '../tables.ts';
import { impactOf, type Touched } from '../views/impact.ts';

/** What one verb wants, once it has seen the names. */
export type Plan = {
  edits: Edit[];
  agentIds: string[];
  /** In words, for people. */
  summary: string;
  /** Whose rows would move, for the preview. */
  touched: Touched;
  /** An agent that has to be there before the edits. */
  create?: NamedAgent;
  event: (ids: { teamId: string; changeId: string; reassemblyId: string | null }) => NewEvent;
};
export type Doing = { verb: NameVerb; teamId: string; plan: (naming: Naming, db: Db) => Plan | Promise<Plan> };

export const undoDays = 30;
const dayMs = 86_400_000;

/** What would change, from the same plan and the warehouse; nothing is written. */
export async function preview(ctx: Ctx, warehouse: Warehouse, { verb, teamId, plan }: Doing): Promise<NameChange> {
  const place = { workspaceId: ctx.workspaceId, teamId };
  const { summary, agentIds, touched } = await plan(await readNaming(ctx.state.db, place), ctx.state.db);
  const impact = await impactOf(warehouse, place, touched);
  const never = { id: null, madeAt: null, madeBy: null, undoneAt: null, undoableUntil: null, reassemblyId: null };
  return { verb, teamId, agentIds, summary, impact, ...never };
}

/** Edits, record, reassembly and ledger event in one transaction. */
export async function carryOut(ctx: Ctx, { verb, teamId, plan }: Doing): Promise<NameChange> {
  const place = { workspaceId: ctx.workspaceId, teamId };
  const at = new Date(ctx.clock.now());
  return change(ctx, async ({ tx, append }) => {
    await lockTeam(tx, place);
    const { edits, agentIds, summary, create, event } = await plan(await readNaming(tx, place), tx);
    if (create !== undefined) await createAgent(tx, place, create, at);
    await applyEdits(tx, place, edits);
    const reassemblyId = await reassemble(tx, place, edits);
    const id = newId('nch', at.getTime());
    await lifecycleTx(tx)
      .insertInto('name_changes')
      .values({
        ...{ id, workspace_id: place.workspaceId, team_id: teamId, verb, agent_ids: JSON.stringify(agentIds) },
        ...{ edits: JSON.stringify(edits), made_by: ctx.actor.id, made_at: at, undone_at: null },
        reassembly_id: reassemblyId,
      })
      .execute();
    append(event({ teamId, changeId: id, reassemblyId }));
    const made = { madeAt: at.toISOString(), madeBy: ctx.actor.id, undoneAt: null };
    return {
      id,
      verb,
      teamId,
      agentIds,
      summary,
      impact: null,
      reassemblyId,
      undoableUntil: undoableUntil(at),
      ...made,
    };
  });
}

/** Runs of names that mean something else now are assembled again. null where none has to. */
export async function reassemble(tx: Tx, place: TeamPlace, edits: readonly Edit[]): Promise<string | null> {
  const values = namesOf(edits);
  if (values.length === 0) return null;
  return requestReassembly(tx, place.workspaceId, { column: 'agent', teamId: place.teamId, values });
}

export const undoableUntil = (madeAt: Date): string => new Date(madeAt.getTime() + undoDays * dayMs).toISOString();

async function createAgent(tx: Tx, place: TeamPlace, agent: NamedAgent, at: Date): Promise<void> {
  const { id, key, name, slug, putAway } = agent;
  const row = { id, key, name, slug, put_away: putAway, workspace_id: place.workspaceId, team_id: place.teamId };
  await tx
    .insertInto('agents')
    .values({ ...row, created_at: at })
    .execute();
}
