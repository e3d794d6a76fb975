import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type {
  PlaygroundCell,
  PlaygroundCells,
  PlaygroundRun,
  PlaygroundRunHead,
  RunLane,
} from '../../contract-playground.ts';
import { missing } from '../../find-prompt.ts';
import type { KeptLane } from '../lanes.ts';
import type { CellResult } from '../model/result.ts';
import { type CellRow, ownRun, type RunRow } from '../store.ts';
import { playgroundDb, type PlaygroundDb } from '../tables.ts';

/** A run whose process says nothing for so long has none any more: twice what one call may take, and more. */
const silentMs = 15 * 60_000;

/** A run of the actor's own, without its answers. Throws `prompts.not_found`. */
export async function getRun(ctx: Ctx, id: string): Promise<PlaygroundRun> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const db = playgroundDb(ctx.state.db);
  const run = await found(ctx, id);
  const sums = await sumsOf(db, [id]);
  const lanes = (JSON.parse(run.lanes) as KeptLane[]).map(laneShown);
  return { ...headOf(ctx, run, sums.get(id)!), lanes, rows: JSON.parse(run.rows) as PlaygroundRun['rows'] };
}

/** Without the texts of other prompts. */
const laneShown = (lane: KeptLane): RunLane => ({
  ...{ promptId: lane.promptId, promptName: lane.promptName, number: lane.number, content: lane.content },
  ...{ providerId: lane.providerId, providerName: lane.providerName, model: lane.model },
  ...{ userMessage: lane.userMessage, stream: lane.stream },
});

/** The actor's own, newest first. */
export async function listRuns(
  ctx: Ctx,
  { limit, before }: { limit: number; before: string | null },
): Promise<{ items: PlaygroundRunHead[]; next: string | null }> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const db = playgroundDb(ctx.state.db);
  let own = ownRun(db, ctx);
  if (before !== null) own = own.where('id', '<', before);
  const rows = await own
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const sums = await sumsOf(
    db,
    shown.map((one) => one.id),
  );
  const items = shown.map((run) => ({
    ...headOf(ctx, run, sums.get(run.id)!),
    lanes: (JSON.parse(run.lanes) as unknown[]).length,
    rows: (JSON.parse(run.rows) as unknown[]).length,
  }));
  return { items, next: rows.length > limit ? shown.at(-1)!.id : null };
}

/** Cells that changed after `after`, in the order they changed: asked again and again, all there is to know of a run. */
export async function listCells(
  ctx: Ctx,
  { id, after, limit }: { id: string; after: number; limit: number },
): Promise<PlaygroundCells> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const db = playgroundDb(ctx.state.db);
  const run = await found(ctx, id);
  const cells = db.selectFrom('ops_playground_cells').selectAll().where('run_id', '=', id).where('seq', '>', after);
  const shown = await cells.orderBy('seq').limit(limit).execute();
  const { state, counts, costUsd, costUnknown, finishedAt } = headOf(ctx, run, (await sumsOf(db, [id])).get(id)!);
  return {
    items: shown.map(cellOf),
    after: shown.at(-1)?.seq ?? after,
    run: { state, counts, costUsd, costUnknown, finishedAt },
  };
}

async function found(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await ownRun(playgroundDb(ctx.state.db), ctx).where('id', '=', id).executeTakeFirst();
  if (run === undefined) throw missing('run of the playground');
  return run;
}

type Sums = Pick<PlaygroundRun, 'counts' | 'costUsd' | 'costUnknown'>;

async function sumsOf(db: PlaygroundDb, ids: readonly string[]): Promise<Map<string, Sums>> {
  const none = (): Sums => ({
    counts: { waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 },
    ...{ costUsd: 0, costUnknown: 0 },
  });
  const sums = new Map(ids.map((id) => [id, none()]));
  if (ids.length === 0) return sums;
  const rows = await db
    .selectFrom('ops_playground_cells')
    .select(['run_id', 'state'])
    .select(({ fn }) => [fn.countAll<string>().as('cells'), fn.count<string>('cost_usd').as('known')])
    .select(({ fn }) => fn.sum<number | null>('cost_usd').as('cost'))
    .where('run_id', 'in', ids)
    .groupBy(['run_id', 'state'])
    .execute();
  for (const { run_id, state, cells, known, cost } of rows) {
    const sum = sums.get(run_id)!;
    sum.counts[state] = Number(cells);
    sum.costUsd += Number(cost ?? 0);
    if (state === 'done') sum.costUnknown = Number(cells) - Number(known);
  }
  return sums;
}

function headOf({ clock }: Ctx, run: RunRow, sums: Sums): Omit<PlaygroundRun, 'lanes' | 'rows'> {
  const isSilent = run.state === 'running' && clock.now() - run.touched_at.getTime() > silentMs;
  return {
    ...{ id: run.id, teamId: run.team_id, name: run.name, state: isSilent ? 'interrupted' : run.state, ...sums },
    ...{ createdAt: run.created_at.toISOString(), createdBy: run.created_by },
    finishedAt: run.finished_at?.toISOString() ?? null,
    expiresAt: run.expires_at.toISOString(),
  };
}

const cellOf = ({ lane, row, seq, state, result, turns }: CellRow): PlaygroundCell => ({
  ...{ lane, row, seq, state },
  ...(JSON.parse(result) as CellResult),
  turns: JSON.parse(turns) as PlaygroundCell['turns'],
});
