export type TestValue = string | number | bigint | boolean | null | readonly TestValue[] | ReadonlyMap<string, string>;
export type TestRow = { readonly [column: string]: TestValue };

/** INSERT … VALUES for test rows, one statement for each set of columns. Times are Unix numbers in the column's unit. */
export function insertSql(table: string, rows: readonly TestRow[]): string[] {
  const shapes = Map.groupBy(rows, (row) => Object.keys(row).toSorted().join());
  return [...shapes.values()].map((alike) => oneShape(table, alike));
}

function oneShape(table: string, rows: readonly TestRow[]): string {
  const columns = Object.keys(rows[0]!);
  const tuples = rows.map((row) => `(${columns.map((column) => valueOf(column, row[column]!)).join(', ')})`);
  return `INSERT INTO ${table} (${columns.map((column) => `\`${column}\``).join(', ')}) VALUES ${tuples.join(', ')}`;
}

function valueOf(column: string, value: TestValue): string {
  if (value === null) return 'NULL';
  const reading = units[column];
  return reading === undefined ? literal(value) : reading(value);
}

const units: Record<string, (value: TestValue) => string> = {
  ...each(
    ['start_time', 'last_end', 'at', 'time'],
    (value) => `fromUnixTimestamp64Nano(toInt64(${literal(value)}), 'UTC')`,
  ),
  ...each(['ingested_at', 'last_ingested'], (value) => `fromUnixTimestamp64Micro(toInt64(${literal(value)}), 'UTC')`),
  ...each(['received_at'], (value) => `fromUnixTimestamp64Milli(toInt64(${literal(value)}), 'UTC')`),
  ...each(['bucket', 'first_bucket'], (value) => `toDateTime(${literal(value)}, 'UTC')`),
  ...each(['ref'], (value) => `unhex(${literal(value)})`),
  ...each(['refs'], (value) => `[${(value as readonly string[]).map((ref) => `unhex('${ref}')`).join(', ')}]`),
};

function each(columns: readonly string[], reading: (value: TestValue) => string): typeof units {
  return Object.fromEntries(columns.map((column) => [column, reading]));
}

function literal(value: TestValue): string {
  if (value instanceof Map) return `map(${[...value].flat().map(quoted).join(', ')})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
