import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { RunExport } from '../contract.ts';
import { getRun } from './get-run.ts';
import { getTranscript } from './get-transcript.ts';

/** A run with what was said in it, to be taken out as a file. Throws `access.denied` for who may read it, but not take it out. */
export async function exportRun(ctx: Ctx, warehouse: Warehouse, input: { id: string }): Promise<RunExport> {
  authorize(ctx, 'content.export', 'anywhere');
  const { run, steps, may, next } = await getRun(ctx, warehouse, { id: input.id, after: null });
  if (!may.exportContent) throw new AppError('access.denied', { params: { action: 'content.export' } });
  const { turns, truncated } = await getTranscript(ctx, warehouse, { id: run.id });
  return { run, steps, turns, truncated: truncated || next !== null };
}
