import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { RunsAsked } from '../../contract.ts';
import type { RunFacetCounts } from '../../contract-explorer.ts';
import { runFilter } from '../read/run-filter.ts';
import { sightOf } from '../sight.ts';
import { lastDays } from '../totals/range.ts';
import type { z } from '@hono/zod-openapi';

const settings = { do_not_merge_across_partitions_select_final: 1 };
const most = 50;

/** What a facet counts, and the plain parameter that sets it beside conditions. */
const facets = [
  ['agent', 'agent', 'agent'],
  ['outcome', 'outcome', 'outcome'],
  ['source', 'outcome_source', null],
  ['state', 'state', 'state'],
  ['environment', 'environment', 'environment'],
  ['release', 'release', null],
  ['model', 'arrayJoin(arrayDistinct(models))', null],
  ['tool', 'arrayJoin(arrayDistinct(tools))', null],
  ['tag', 'arrayJoin(arrayDistinct(tags))', null],
  ['user', 'user_id', 'user'],
] as const;

type Asked = z.infer<typeof RunsAsked>;
type Row = { value: string; n: string };

/**
 * How many runs there are by each name, over those that the rest of the filter leaves: what one has chosen in a facet does not empty
 * that facet. Of the last 30 days if no range is said. Runs of several models count under each.
 */
export async function runFacets(ctx: Ctx, warehouse: Warehouse, query: Asked): Promise<RunFacetCounts> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const asked = { ...query, ...lastDays(30, query, ctx.clock.now()) };
  const count = async (expression: string, of: Asked): Promise<Row[]> => {
    const filter = runFilter(ctx.workspaceId, sight, of);
    const sql = `SELECT ${expression} AS value, count() AS n FROM runs FINAL WHERE ${filter.where} AND is_deleted = 0
      GROUP BY value ORDER BY n DESC, value LIMIT ${most}`;
    return warehouse.query<Row>(sql, filter.params, { settings });
  };
  const [all, ...found] = await Promise.all([
    count("''", asked),
    ...facets.map(([by, expression, plain]) => count(expression, without(asked, by, plain))),
  ]);
  return {
    total: Number(all?.[0]?.n ?? 0),
    facets: facets.map(([by], index) => ({
      by,
      values: (found[index] ?? []).map(({ value, n }) => ({ value, runs: Number(n) })),
    })),
  };
}

function without(asked: Asked, by: string, plain: keyof Asked | null): Asked {
  const rest = { ...asked };
  if (plain !== null) delete rest[plain];
  if (asked.filter !== undefined)
    rest.filter = asked.filter.filter((condition) => condition.by !== by || isNot(condition));
  return rest;
}

const isNot = (condition: object): boolean => 'not' in condition && condition.not === true;
