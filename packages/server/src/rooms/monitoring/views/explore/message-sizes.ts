import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { readMessageRefs } from '../read/message-refs.ts';
import { visibleRun } from '../read/visible-run.ts';
import { inHours, windowParams } from '../read/window.ts';
import { teamFilter, teamParams } from '../sight.ts';

type Sizes = { input: number | null; output: number | null };

/** Bytes of what went in and out of each step of a run, as far as the asker may read it. */
export async function messageSizes(ctx: Ctx, warehouse: Warehouse, id: string): Promise<Map<string, Sizes>> {
  authorize(ctx, 'run.read', 'anywhere');
  const { window, sight } = await visibleRun(ctx, warehouse, id);
  const teams = sight.content;
  if (teams !== 'all' && teams.length === 0) return new Map();
  const sql = `SELECT lower(hex(ref)) AS id, length(body) AS bytes FROM content
    WHERE ${inHours('at')} AND ${teamFilter(teams)} LIMIT 1 BY ref`;
  const [refs, rows] = await Promise.all([
    readMessageRefs(warehouse, window, { teams, tools: false }),
    warehouse.query<{ id: string; bytes: string }>(sql, { ...windowParams(window), ...teamParams(teams) }),
  ]);
  const bytes = new Map(rows.map((row) => [row.id, Number(row.bytes)]));
  const sizes = new Map<string, Sizes>();
  for (const { span_id: span, direction, refs: said } of refs) {
    const size = sizes.get(span) ?? { input: null, output: null };
    const side = direction === 'output' ? 'output' : 'input';
    size[side] = (size[side] ?? 0) + said.reduce((sum, ref) => sum + (bytes.get(ref) ?? 0), 0);
    sizes.set(span, size);
  }
  return sizes;
}
