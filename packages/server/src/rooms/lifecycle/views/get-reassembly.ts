import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { reassemblyProgress } from '../../monitoring/index.ts';
import type { Reassembly } from '../contract.ts';

/** How far runs have followed a change of names. */
export async function getReassembly(ctx: Ctx, id: string): Promise<Reassembly> {
  authorize(ctx, 'agent.read', 'anywhere');
  const progress = await reassemblyProgress(ctx.state.db, ctx.workspaceId, id);
  if (progress === null) throw new AppError('lifecycle.not_found', { params: { noun: 'reassembly with this id' } });
  return { id, total: progress.total, done: progress.done, finishedAt: progress.finishedAt?.toISOString() ?? null };
}
