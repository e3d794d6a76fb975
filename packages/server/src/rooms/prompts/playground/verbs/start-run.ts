import { sql } from 'kysely';
import { useModelProvider } from '../../../../access/index.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import { newId } from '../../../../spine/ids.ts';
import { callCosts } from '../../../monitoring/index.ts';
import type { PlaygroundRun, StartRun } from '../../contract-playground.ts';
import { laneOf } from '../lanes.ts';
import type { Playground } from '../playground.ts';
import { type RunRow, waitingCell } from '../store.ts';
import { playgroundTx } from '../tables.ts';
import { getRun } from '../views/get-run.ts';

/** Runs of one person at once. */
const mostRunning = 3;
const dayMs = 86_400_000;

/**
 * Asks each lane with each row. Answers as soon as it is written down; the rest follows (`listCells`). Not runs of agents: no telemetry
 * comes of them. Throws `prompts.not_found`, `access.not_found` for a provider, `prompts.playground_busy`.
 */
export async function startRun(ctx: Ctx, playground: Playground, input: StartRun): Promise<PlaygroundRun> {
  authorize(ctx, 'model_provider.use', { teamId: input.teamId });
  const { seal, setting } = playground.deps;
  const ids = [...new Set(input.lanes.map((lane) => lane.providerId))];
  const { teamId } = input;
  const usable = await Promise.all(ids.map((id) => useModelProvider(ctx, seal, { id, teamId })));
  const providers = new Map(usable.map((one) => [one.id, one]));
  const lanes = await Promise.all(input.lanes.map((lane) => laneOf(ctx, lane, providers.get(lane.providerId)!)));
  const at = new Date(ctx.clock.now());
  const id = newId('pgr', at.getTime());
  const run: RunRow = {
    ...{ id, workspace_id: ctx.workspaceId, team_id: teamId, created_by: ctx.actor.id, name: input.name },
    ...{ lanes: JSON.stringify(lanes), rows: JSON.stringify(input.rows), state: 'running', seq: 0 },
    ...{ created_at: at, touched_at: at, finished_at: null },
    expires_at: new Date(at.getTime() + setting.keepDays * dayMs),
  };
  const places = lanes.flatMap((_, lane) => input.rows.map((_row, row) => ({ lane, row })));
  await ctx.state.transact(async (transaction) => {
    const tx = playgroundTx(transaction);
    await refuseTooMany(tx, ctx, new Date(at.getTime() - setting.timeoutMs * 2));
    await tx.insertInto('ops_playground_runs').values(run).execute();
    const cells = places.map((place) => waitingCell(id, place));
    await tx.insertInto('ops_playground_cells').values(cells).execute();
  });
  const costOf = await callCosts(ctx);
  const cells = places.map((place) => ({ ...place, turns: [] }));
  playground.begin({ runId: id, lanes, rows: input.rows, providers, costOf, cells });
  return getRun(ctx, id);
}

/** `since`: a run that was last touched before it is nobody's any more. Those that begin at once come one after the other. */
async function refuseTooMany(tx: ReturnType<typeof playgroundTx>, ctx: Ctx, since: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`playground ${ctx.actor.id}`}))`.execute(tx);
  const running = await tx
    .selectFrom('ops_playground_runs')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('created_by', '=', ctx.actor.id)
    .where('state', '=', 'running')
    .where('touched_at', '>', since)
    .limit(mostRunning)
    .execute();
  if (running.length >= mostRunning)
    throw new AppError('prompts.playground_busy', { params: { most: mostRunning }, retryAfterSeconds: 10 });
}
