/** How a table is partitioned over time: what is dropped whole. */
export type Partition = 'week' | 'month';

/** The partition of a column, as text of an SQL expression, and how DROP PARTITION wants it. */
export const partitionOf: Record<Partition, (column: string) => string> = {
  week: (column) => `toString(toMonday(${column}))`,
  month: (column) => `toString(toYYYYMM(${column}))`,
};
const forms: Record<Partition, RegExp> = { week: /^\d{4}-\d\d-\d\d$/, month: /^\d{6}$/ };

/** A literal for DROP PARTITION. Throws on anything that `partitionOf` does not make. */
export function literalOf(partition: Partition, value: string): string {
  if (!forms[partition].test(value)) throw new Error(`Not a partition: ${JSON.stringify(value)}`);
  return partition === 'week' ? `'${value}'` : value;
}

/** Start of the partition that holds a moment (Unix milliseconds): Unix seconds, UTC. What lies before it is older by whole partitions. */
export function startOf(partition: Partition, at: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const since = partition === 'week' ? day - ((date.getUTCDay() + 6) % 7) : 1;
  return Date.UTC(year, month, since) / 1000;
}
