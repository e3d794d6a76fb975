import { sql } from 'kysely';
import { useModelProvider } from '../../../../access/index.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError, type FieldError } from '../../../../spine/errors.ts';
import { callCosts } from '../../../monitoring/index.ts';
import type { GiveToolResults, Turn } from '../../contract-playground.ts';
import { missing } from '../../find-prompt.ts';
import type { KeptLane } from '../lanes.ts';
import { type CellResult, noResult } from '../model/result.ts';
import type { Playground } from '../playground.ts';
import { ownRun } from '../store.ts';
import { playgroundDb, playgroundTx } from '../tables.ts';

const mostTurns = 60;

/**
 * What tools would have said, by hand: the cell is asked once more with it. One result for each call that the model asked for, else
 * `prompts.tool_results_unfit`. The run goes on, also one that had ended.
 */
export async function giveToolResults(
  ctx: Ctx,
  playground: Playground,
  input: { id: string } & GiveToolResults,
): Promise<void> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const { id, lane, row } = input;
  const run = await ownRun(playgroundDb(ctx.state.db), ctx).where('id', '=', id).executeTakeFirst();
  if (run === undefined) throw missing('run of the playground');
  const lanes = JSON.parse(run.lanes) as KeptLane[];
  if (lanes[lane] === undefined) throw missing('lane of this run at this place');
  const use = { id: lanes[lane].providerId, teamId: run.team_id };
  const provider = await useModelProvider(ctx, playground.deps.seal, use);
  const turns = await say(ctx, input);
  const rows = JSON.parse(run.rows) as { [name: string]: unknown }[];
  const providers = new Map([[provider.id, provider]]);
  const costOf = await callCosts(ctx);
  playground.begin({ runId: id, lanes, rows, providers, costOf, cells: [{ lane, row, turns }] });
}

/** Writes down what was said, so that the cell waits for its next answer. Returns all turns before it. */
async function say(ctx: Ctx, { id, lane, row, results }: { id: string } & GiveToolResults): Promise<Turn[]> {
  return ctx.state.transact(async (transaction) => {
    const tx = playgroundTx(transaction);
    const { seq } = await tx
      .updateTable('ops_playground_runs')
      .set({ seq: sql`seq + 1`, state: 'running', touched_at: new Date(ctx.clock.now()), finished_at: null })
      .where('id', '=', id)
      .returning('seq')
      .executeTakeFirstOrThrow();
    const cells = tx.selectFrom('ops_playground_cells').selectAll().where('run_id', '=', id).where('lane', '=', lane);
    const cell = await cells.where('row', '=', row).executeTakeFirst();
    if (cell === undefined) throw missing('cell of this run at this place');
    const answer = cell.state === 'done' ? (JSON.parse(cell.result) as CellResult) : noResult;
    const turns = [...(JSON.parse(cell.turns) as Turn[]), ...turnsOf(answer, results)];
    if (turns.length > mostTurns) throw unfit([{ path: 'results', message: `at most ${mostTurns} turns in a cell` }]);
    const next = { state: 'waiting', seq, turns: JSON.stringify(turns), result: JSON.stringify(noResult) } as const;
    await tx
      .updateTable('ops_playground_cells')
      .set({ ...next, cost_usd: null })
      .where('run_id', '=', id)
      .where('lane', '=', lane)
      .where('row', '=', row)
      .execute();
    return turns;
  });
}

function turnsOf({ text, toolCalls }: CellResult, results: GiveToolResults['results']): Turn[] {
  if (toolCalls.length === 0) throw unfit([{ path: 'results', message: 'the model asked for no tool here' }]);
  const given = new Map(results.map((one) => [one.callId, one.content]));
  const wanted = new Set(toolCalls.map((call) => call.id));
  const fields = [
    ...toolCalls
      .filter((call) => !given.has(call.id))
      .map((call) => ({ path: call.id, message: `of ${call.name} is missing` })),
    ...[...given.keys()].filter((id) => !wanted.has(id)).map((id) => ({ path: id, message: 'was not asked for' })),
  ];
  if (fields.length > 0) throw unfit(fields);
  return [
    { role: 'assistant', text: text ?? '', toolCalls },
    ...toolCalls.map(({ id: callId, name }): Turn => ({ role: 'tool', callId, name, content: given.get(callId)! })),
  ];
}

const unfit = (fields: FieldError[]): AppError => new AppError('prompts.tool_results_unfit', { fields });
