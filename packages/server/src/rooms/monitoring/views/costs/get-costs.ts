import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { CostLine, CostsQuery } from '../../contract-costs.ts';
import { told } from '../rows/run-row.ts';
import { placeFilter } from '../sight.ts';
import type { Rollups } from '../totals/get-totals.ts';
import { lastDays, rangeOf } from '../totals/range.ts';
import { splitRange } from '../totals/tiers.ts';
import { costSources, groups } from './sources.ts';

/** Cost in nano-USD of the last line shown (−1 = unknown), and what it is of. */
export type CostPosition = readonly [cost: string, key: string];
type CostsFound = { items: CostLine[]; next: CostPosition | null; from: string; to: string };
type Facts = { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes'> };

type Row = Partial<Record<(typeof groups)[keyof typeof groups][number], string>> & {
  k: string;
  rank: string;
  cost_sum: string | null;
  computed_sum: string | null;
  input_sum: string | null;
  output_sum: string | null;
  uncosted_sum: string;
  calls_sum: string;
};

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** What was spent within the range (by default 30 days), the dearest first. Users are seen by who may see runs. */
export async function getCosts(
  ctx: Ctx,
  { warehouse, rollups }: Facts,
  { query, after }: { query: CostsQuery; after: CostPosition | null },
): Promise<CostsFound> {
  const { by, limit } = query;
  const right = by === 'user' ? 'run.read' : 'totals.read';
  authorize(ctx, right, 'anywhere');
  const range = lastDays(30, query, ctx.clock.now());
  const visible = placeFilter(visiblePlaces(ctx.actor, right));
  const filters = Object.entries({ team_id: query.teamId, agent: query.agent, environment: query.environment });
  const wanted = filters.filter(([, value]) => value !== undefined);
  const where = [
    'workspace_id = {workspace:String}',
    visible.where,
    ...wanted.map(([name]) => `${name} = {${name}:String}`),
  ];
  const split = splitRange(rangeOf(range), rollups.openMinutes(ctx.workspaceId));
  const parts = costSources(by, where.join(' AND '), split);
  if (parts.length === 0) return { items: [], next: null, ...range };
  const keys = groups[by];
  const further = after === null ? '' : 'AND (rank < {rank:Int64} OR (rank = {rank:Int64} AND k > {k:String}))';
  const sql = `SELECT ${keys.join(', ')}, concatWithSeparator('\\n', ${keys.join(', ')}) AS k, ifNull(sum(t.cost), -1) AS rank,
      sum(t.cost) AS cost_sum, sum(t.computed) AS computed_sum, sum(t.input) AS input_sum, sum(t.output) AS output_sum,
      sum(t.uncosted) AS uncosted_sum, sum(t.calls) AS calls_sum
    FROM (${parts.join(' UNION ALL ')}) AS t GROUP BY ${keys.join(', ')}
    HAVING (calls_sum > 0 OR cost_sum IS NOT NULL) ${further} ORDER BY rank DESC, k LIMIT {limit:UInt32}`;
  const params = {
    ...{ workspace: ctx.workspaceId, limit: limit + 1, ...visible.params, ...Object.fromEntries(wanted) },
    ...(after === null ? {} : { rank: after[0], k: after[1] }),
  };
  const rows = await warehouse.query<Row>(sql, params, { settings });
  const last = rows[limit - 1];
  const next: CostPosition | null = rows.length > limit && last !== undefined ? [last.rank, last.k] : null;
  return { items: rows.slice(0, limit).map(lineOf), next, ...range };
}

const lineOf = (row: Row): CostLine => ({
  teamId: told(row.team_id ?? ''),
  agent: told(row.agent ?? ''),
  release: told(row.release ?? ''),
  environment: told(row.environment ?? ''),
  provider: told(row.provider ?? ''),
  model: told(row.model ?? ''),
  user: told(row.user_id ?? ''),
  cost: {
    usd: numberOf(row.cost_sum, 1e9),
    computedUsd: numberOf(row.computed_sum, 1e9),
    unknownCalls: Number(row.uncosted_sum),
  },
  modelCalls: Number(row.calls_sum),
  inputTokens: numberOf(row.input_sum),
  outputTokens: numberOf(row.output_sum),
});

const numberOf = (value: string | null, unit = 1): number | null => (value === null ? null : Number(value) / unit);
