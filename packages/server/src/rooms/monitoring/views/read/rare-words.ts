import type { Warehouse } from '../../../../ports/warehouse.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { RunListQuery } from '../../contract.ts';
import { nearHours } from './run-filter.ts';
import { textMatch } from './text-match.ts';

const few = 200;
const patienceMs = 2_000;

/**
 * Traces in which this was said, of whichever team, where they are few: the index of words finds them at once, however long the past is.
 * null where there are more, or where it takes long to say; whoever lists then looks from the newest on.
 */
export async function tracesSaying(
  warehouse: Warehouse,
  workspaceId: string,
  { q, from, to }: Pick<RunListQuery, 'from' | 'to'> & { q: string },
): Promise<string[] | null> {
  const { where, params } = textMatch(q);
  const near = nearHours(from, to);
  const sql = `SELECT DISTINCT trace_id FROM content
    WHERE workspace_id = {workspace:String} AND ${near.hours} AND ${where} LIMIT ${few + 1}`;
  const asked = { ...params, ...near.params, workspace: workspaceId };
  try {
    const rows = await warehouse.query<{ trace_id: string }>(sql, asked, { timeoutMs: patienceMs });
    return rows.length > few ? null : rows.map((row) => row.trace_id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'warehouse.limit') return null;
    throw error;
  }
}
