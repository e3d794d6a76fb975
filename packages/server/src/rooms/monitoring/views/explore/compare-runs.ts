import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Comparison } from '../../contract-comparison.ts';
import type { Step } from '../../contract.ts';
import { align } from '../../model/align.ts';
import { getRun } from '../get-run.ts';
import { messageSizes } from './message-sizes.ts';

const most = 2_000;

type Row = Comparison['rows'][number];
type Side = NonNullable<Row['a']>;

/** Two runs with their steps aligned, and where they part. Throws `monitoring.run_not_found` for either that may not be seen. */
export async function compareRuns(
  ctx: Ctx,
  warehouse: Warehouse,
  asked: { a: string; b: string },
): Promise<Comparison> {
  authorize(ctx, 'run.read', 'anywhere');
  const [a, b] = await Promise.all([sideOf(ctx, warehouse, asked.a), sideOf(ctx, warehouse, asked.b)]);
  const pairs = align(a.sides.map(keyOf), b.sides.map(keyOf));
  const rows = pairs.map(([i, j]) => rowOf(i === null ? null : a.sides[i]!, j === null ? null : b.sides[j]!));
  const first = rows.findIndex(({ differs }) => differs.includes('missing') || differs.includes('error'));
  return {
    a: a.run,
    b: b.run,
    rows,
    firstDivergence: first === -1 ? null : first,
    truncated: a.truncated || b.truncated,
  };
}

async function sideOf(ctx: Ctx, warehouse: Warehouse, id: string) {
  const [{ run, steps, next }, sizes] = await Promise.all([
    getRun(ctx, warehouse, { id, after: null, limit: most }),
    messageSizes(ctx, warehouse, id),
  ]);
  const sides = steps.map((step): Side => ({ step, sizes: sizes.get(step.spanId) ?? { input: null, output: null } }));
  return { run, sides, truncated: next !== null };
}

const keyOf = ({ step }: Side): string => JSON.stringify([step.kind, step.name, step.tool]);

/** Pure: what differs between a step and its counterpart. Unknown figures differ from nothing. */
function rowOf(a: Side | null, b: Side | null): Row {
  if (a === null || b === null) return { a, b, differs: ['missing'] };
  const differs: Row['differs'] = [];
  if (a.step.isError !== b.step.isError) differs.push('error');
  if (a.step.model !== b.step.model) differs.push('model');
  if (unequal(a.sizes.input, b.sizes.input)) differs.push('input');
  if (unequal(a.sizes.output, b.sizes.output)) differs.push('output');
  if (muchLonger(a.step, b.step)) differs.push('duration');
  if (unequal(a.step.tokens.input, b.step.tokens.input) || unequal(a.step.tokens.output, b.step.tokens.output))
    differs.push('tokens');
  return { a, b, differs };
}

const unequal = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b;

function muchLonger({ durationMs: a }: Step, { durationMs: b }: Step): boolean {
  if (a === null || b === null) return false;
  return Math.abs(a - b) >= 100 && Math.max(a, b) >= 2 * Math.min(a, b);
}
