import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Histogram, HistogramQuery } from '../../contract-explorer.ts';
import { runFilter } from '../read/run-filter.ts';
import { isoOfSeconds } from '../rows/time.ts';
import { sightOf } from '../sight.ts';

type Row = { at_s: number; outcome: string; n: string };
type Counts = Omit<Histogram['buckets'][number], 'at'>;

const settings = { do_not_merge_across_partitions_select_final: 1 };
const minute = 60;
/** Widths that a person reads at a glance, in seconds; beyond the last whole days. */
const widths = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

const names: Record<string, keyof Counts> = {
  completed: 'completed',
  failed: 'failed',
  passed_to_person: 'passedToPerson',
  abandoned: 'abandoned',
};

/** Runs of a filter over time, by outcome. Without `from`: from the first run that there is. Runs whose start cannot be believed are in none. */
export async function runHistogram(
  ctx: Ctx,
  warehouse: Warehouse,
  { buckets, ...query }: HistogramQuery,
): Promise<Histogram> {
  authorize(ctx, 'run.read', 'anywhere');
  const filter = runFilter(ctx.workspaceId, sightOf(ctx), query);
  const sql = `SELECT toUInt32(bucket) AS at_s, outcome, count() AS n FROM runs FINAL
    WHERE ${filter.where} AND bucket > toDateTime(0) AND is_deleted = 0 GROUP BY bucket, outcome`;
  const rows = await warehouse.query<Row>(sql, filter.params, { settings });
  const end = Math.floor((query.to === undefined ? ctx.clock.now() : Date.parse(query.to)) / 1000);
  const first = rows.reduce((low, row) => Math.min(low, row.at_s), end);
  const start = query.from === undefined ? first : Math.max(0, Math.floor(Date.parse(query.from) / 1000));
  return { ...placed(rows, { start, end, buckets }), total: rows.reduce((sum, row) => sum + Number(row.n), 0) };
}

/** Rows by minute in buckets of one width, which begin at multiples of it. Pure. */
function placed(rows: readonly Row[], { start, end, buckets }: { start: number; end: number; buckets: number }) {
  const width = widthOf(Math.max(minute, end - start), buckets);
  const low = Math.floor(start / width) * width;
  const count = Math.max(1, Math.ceil((end - low) / width));
  const counts = Array.from({ length: count }, (): Counts => ({ ...nothing }));
  for (const row of rows) {
    const bucket = counts[Math.min(count - 1, Math.max(0, Math.floor((row.at_s - low) / width)))]!;
    bucket[names[row.outcome] ?? 'unknown'] += Number(row.n);
  }
  return {
    from: isoOfSeconds(low),
    to: isoOfSeconds(low + count * width),
    bucketSeconds: width,
    buckets: counts.map((bucket, index) => ({ at: isoOfSeconds(low + index * width), ...bucket })),
  };
}

const nothing: Counts = { completed: 0, failed: 0, passedToPerson: 0, abandoned: 0, unknown: 0 };

/** One bucket more than asked for would be needed where the start lies within one. */
function widthOf(seconds: number, buckets: number): number {
  const fits = (width: number): boolean => seconds / width + 1 <= Math.max(2, buckets);
  return widths.find(fits) ?? Math.ceil(seconds / Math.max(1, buckets - 1) / 86_400) * 86_400;
}
