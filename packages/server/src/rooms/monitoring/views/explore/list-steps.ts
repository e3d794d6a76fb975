import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { ListedStep, StepListQuery } from '../../contract-explorer.ts';
import { type Filter, runFilter } from '../read/run-filter.ts';
import { told } from '../rows/run-row.ts';
import { isoOfNs, msOfNs, minuteOfIso } from '../rows/time.ts';
import { sightOf } from '../sight.ts';
import { lastDays } from '../totals/range.ts';

/** The step that a page ended with: start in Unix nanoseconds, run, span. */
export type ListedStepPosition = readonly [startNs: string, runId: string, spanId: string];

type Row = {
  run_id: string;
  span_id: string;
  team_id: string;
  agent: string;
  environment: string;
  release: string;
  kind: string;
  model: string;
  provider: string;
  tool: string;
  start_ns: string;
  duration_ns: string | null;
  ttft_ns: string | null;
  is_error: boolean;
  input_tokens: number | null;
  output_tokens: number | null;
  cost_nano_usd: string | null;
};

const settings = { do_not_merge_across_partitions_select_final: 1 };

const columns = `run_id, span_id, team_id, agent, environment, release, kind, model, provider, tool,
  toUnixTimestamp64Nano(start_time) AS start_ns, duration_ns, ttft_ns, is_error, input_tokens, output_tokens, cost_nano_usd`;

/** Steps of the runs that the filter means, newest first; of the last day if no range is said. Steps of foreign teams within them only to who sees all. */
export async function listSteps(
  ctx: Ctx,
  warehouse: Warehouse,
  { query, after }: { query: StepListQuery; after: ListedStepPosition | null },
): Promise<{ items: ListedStep[]; next: ListedStepPosition | null }> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const { kind, model, tool, failing, minDurationMs, limit, cursor: _, ...of } = query;
  const range = lastDays(1, of, ctx.clock.now());
  const runs = runFilter(ctx.workspaceId, sight, { ...of, ...range });
  const own = ownFilter({ kind, model, tool, failing, minDurationMs }, after);
  const keys = sight.runs === 'all' ? 'run_id' : 'team_id, run_id';
  const sql = `SELECT ${columns} FROM steps FINAL
    WHERE workspace_id = {workspace:String} AND counted AND ${own.where}
      AND bucket >= toDateTime({lowest:UInt32}) AND bucket <= toDateTime({highest:UInt32})
      AND (${keys}) IN (SELECT ${keys} FROM runs FINAL WHERE ${runs.where} AND is_deleted = 0)
    ORDER BY start_time DESC, run_id, span_id LIMIT {limit:UInt32}`;
  const bounds = {
    lowest: Math.max(0, minuteOfIso(range.from) - 3600),
    highest: Math.min(4_294_967_295, minuteOfIso(range.to) + 90_000),
  };
  const rows = await warehouse.query<Row>(
    sql,
    { ...runs.params, ...own.params, ...bounds, limit: limit + 1 },
    { settings },
  );
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(stepOf),
    next: rows.length > limit && last !== undefined ? [last.start_ns, last.run_id, last.span_id] : null,
  };
}

type Own = Partial<Record<'kind' | 'model' | 'tool' | 'failing', string | undefined>> & {
  minDurationMs?: number | undefined;
};

function ownFilter({ minDurationMs, failing, ...names }: Own, after: ListedStepPosition | null): Filter {
  const where = ['1'];
  const params: Record<string, unknown> = {};
  for (const name of ['kind', 'model', 'tool'] as const) {
    if (names[name] === undefined) continue;
    where.push(`${name} = {step_${name}:String}`);
    params[`step_${name}`] = names[name];
  }
  if (failing !== undefined) where.push('is_error');
  if (minDurationMs !== undefined) {
    where.push('duration_ns >= {stepMin:Float64}');
    params['stepMin'] = minDurationMs * 1e6;
  }
  if (after !== null) {
    where.push(`(start_time < fromUnixTimestamp64Nano({atStart:Int64}) OR (start_time = fromUnixTimestamp64Nano({atStart:Int64})
      AND (run_id, span_id) > ({atRun:String}, {atSpan:String})))`);
    Object.assign(params, { atStart: after[0], atRun: after[1], atSpan: after[2] });
  }
  return { where: where.join(' AND '), params };
}

const stepOf = (row: Row): ListedStep => ({
  runId: row.run_id,
  spanId: row.span_id,
  teamId: row.team_id,
  agent: row.agent,
  environment: told(row.environment),
  release: told(row.release),
  kind: row.kind,
  model: told(row.model),
  provider: told(row.provider),
  tool: told(row.tool),
  startedAt: isoOfNs(row.start_ns),
  durationMs: msOfNs(row.duration_ns),
  firstTokenMs: msOfNs(row.ttft_ns),
  isError: row.is_error,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  costUsd: row.cost_nano_usd === null ? null : Number(row.cost_nano_usd) / 1e9,
});
