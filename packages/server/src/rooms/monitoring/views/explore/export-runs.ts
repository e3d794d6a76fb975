import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { RunsExportQuery } from '../../contract-explorer.ts';
import { listRuns } from '../list-runs.ts';
import type { RunPosition } from '../read/run-filter.ts';
import { csvHead, csvLine, jsonLine } from './export-lines.ts';

/** One file holds at most so many runs. */
const most = 50_000;

/**
 * The runs of a filter as a file, page after page, newest first, at most 50,000. Names and figures only: text leaves one run at a
 * time, recorded (`exportRun`).
 */
export async function* exportRuns(ctx: Ctx, warehouse: Warehouse, asked: RunsExportQuery): AsyncGenerator<string> {
  authorize(ctx, 'run.read', 'anywhere');
  const { format, ids, ...of } = asked;
  const only = ids === undefined ? null : new Set(ids.split(',').map((id) => id.trim()));
  if (format === 'csv') yield csvHead;
  let after: RunPosition | null = null;
  let left = only?.size ?? most;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(ctx, warehouse, {
      query: { ...of, limit: 200 },
      after,
    });
    const items = page.items.filter((run) => only === null || only.has(run.id)).slice(0, left);
    left -= items.length;
    after = page.next;
    if (items.length > 0) yield items.map(format === 'csv' ? csvLine : jsonLine).join('');
  } while (after !== null && left > 0);
}
