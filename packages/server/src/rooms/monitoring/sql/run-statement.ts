import type { Warehouse } from '../../../ports/warehouse.ts';
import { AppError } from '../../../spine/errors.ts';
import type { SqlResult } from '../contract-sql.ts';
import type { Bound } from './bind.ts';

/** Bounds of one statement's work. */
const limits = {
  seconds: 10,
  memoryBytes: 300_000_000,
  readRows: 50_000_000,
  readBytes: 20_000_000_000,
  resultBytes: 16_000_000,
};

/**
 * Conditions are tried where they stand: moved inwards they would be tried on rows of others before those are left out, and one that
 * fails would tell of them (`intDiv(1, user_id != 'x')`).
 */
const inPlace = {
  query_plan_filter_push_down: 0,
  query_plan_merge_filters: 0,
  optimize_move_to_prewhere: 0,
  enable_optimize_predicate_expression: 0,
  query_plan_optimize_prewhere: 0,
};

const settings = {
  ...inPlace,
  do_not_merge_across_partitions_select_final: 1,
  allow_experimental_correlated_subqueries: 0,
  max_memory_usage: limits.memoryBytes,
  max_rows_to_read: limits.readRows,
  max_bytes_to_read: limits.readBytes,
  max_result_bytes: limits.resultBytes,
  max_threads: 2,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 0,
};

/** Runs it, at most `limit` rows. Rejects as the warehouse does. */
export async function runStatement(
  warehouse: Warehouse,
  { sql, params, names }: Bound,
  options: { limit: number; signal?: AbortSignal; seconds?: number },
): Promise<Omit<SqlResult, 'elapsedMs'>> {
  const { limit, signal, seconds = limits.seconds } = options;
  const whole = `SELECT * FROM (${sql}) LIMIT ${limit + 1} FORMAT JSONCompactEachRowWithNamesAndTypes`;
  const asked = { settings, timeoutMs: seconds * 1_000, ...(signal !== undefined && { signal }) };
  const bytes = await warehouse.bytes(whole, params, asked);
  // The embedded engine does not mind max_result_bytes.
  if (bytes.length > limits.resultBytes)
    throw new AppError('warehouse.limit', { params: { limit: 'number of bytes' } });
  const [heads = [], types = [], ...rows] = linesOf(bytes);
  const columns = heads.map((name, i) => ({
    name: names.get(String(name)) ?? String(name),
    type: plainType(String(types[i])),
  }));
  const isWhole = columns.map(({ type }) => /^(Array\()*(Nullable\()?U?Int64\)*$/.test(type));
  return {
    columns,
    rows: rows.slice(0, limit).map((row) => row.map((value, i) => (isWhole[i] ? exact(value) : value))),
    truncated: rows.length > limit,
  };
}

/** How values are stored is nobody's business. */
const plainType = (type: string): string => type.replaceAll(/LowCardinality\(((?:[^()]|\([^()]*\))*)\)/g, '$1');

const linesOf = (bytes: Uint8Array): unknown[][] =>
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown[]);

/** A number, where JSON's numbers hold it. */
const exact = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(exact)
    : typeof value === 'string' && Number.isSafeInteger(Number(value))
      ? Number(value)
      : value;
