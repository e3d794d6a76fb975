import type { FailureListQuery } from '../../contract-failures.ts';
import { placeFilter, type Places } from '../sight.ts';
import type { Range } from '../totals/tiers.ts';

export type FailureFilter = { where: string; params: Record<string, unknown> };

/** Which groups, by ids of ours: `in` these, or all `but` those. */
export type Ids = { in: readonly string[] } | { but: readonly string[] };

const equals = {
  teamId: 'team_id',
  agent: 'agent',
  environment: 'environment',
  release: 'release',
  class: 'class',
} as const;

/** FINAL by partition: the month follows from the key, so no row is replaced across months. */
export const settings = { do_not_merge_across_partitions_select_final: 1 };

/** What the reader sees of failures at all. */
export function visibleFailures(workspaceId: string, places: Places): FailureFilter {
  const visible = placeFilter(places);
  const where = `workspace_id = {workspace:String} AND is_deleted = 0 AND ${visible.where}`;
  return { where, params: { workspace: workspaceId, ...visible.params } };
}

/** Of that the range, and what the query names. Values travel as parameters only. */
export function failureFilter(seen: FailureFilter, range: Range, query: Partial<FailureListQuery>): FailureFilter {
  const where = [seen.where, 'bucket >= toDateTime({low:UInt32})', 'bucket < toDateTime({high:UInt32})'];
  const params: Record<string, unknown> = { ...seen.params, low: range.low, high: range.high };
  for (const [name, column] of Object.entries(equals)) {
    const value = query[name as keyof typeof equals];
    if (value === undefined) continue;
    where.push(`${column} = {${name}:String}`);
    params[name] = value;
  }
  if (query.run !== undefined) {
    where.push(`failure_id IN (SELECT failure_id FROM failures FINAL
      WHERE workspace_id = {workspace:String} AND trace_id = {trace:String} AND run_id = {run:String} AND is_deleted = 0)`);
    Object.assign(params, { run: query.run, trace: query.run.split('-')[0] });
  }
  return { where: where.join(' AND '), params };
}

/** The ids go into the text: they are of our own making, and too many for parameters. */
export function withIds({ where, params }: FailureFilter, ids: Ids): FailureFilter {
  const list = 'in' in ids ? ids.in : ids.but;
  if (list.length === 0) return { where: 'in' in ids ? `${where} AND 0` : where, params };
  const quoted = list.filter((id) => /^fai_[0-9a-f]+$/.test(id)).map((id) => `'${id}'`);
  if (quoted.length === 0) return withIds({ where, params }, 'in' in ids ? { in: [] } : { but: [] });
  return { where: `${where} AND failure_id ${'in' in ids ? '' : 'NOT '}IN (${quoted.join(', ')})`, params };
}
