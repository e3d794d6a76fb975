import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/** What a figure was measured on. */
export function machineLine(): string {
  const load = loadavg().map((one) => one.toFixed(2));
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `machine: ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, ${memory} GiB, load ${load.join(' ')}, Node ${process.versions.node}`;
}

/** The value below which `share` of the sorted or unsorted values lie (nearest rank). NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The same, where each value stands for `weight` of them. */
export function weightedQuantile(values: readonly { value: number; weight: number }[], share: number): number {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, one) => sum + one.weight, 0);
  let passed = 0;
  for (const { value, weight } of sorted) {
    passed += weight;
    if (passed >= share * total) return value;
  }
  return Number.NaN;
}

/** Rows of a table, first row the heads; numbers to the right. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => String(row[at] ?? '').length)));
  for (const row of rows) {
    const cells = row.map((cell, at) =>
      typeof cell === 'number' ? String(cell).padStart(widths[at]!) : cell.padEnd(widths[at]!),
    );
    console.log(cells.join('  ').trimEnd());
  }
}

/** The last line of every bench: one flat object, the unit in each key. Unknown is null, not 0. */
export function printResult(result: Record<string, number | string | boolean | null>): void {
  const flat = Object.entries(result).map(([key, value]) => [
    key,
    typeof value === 'number' ? (Number.isFinite(value) ? Math.round(value * 100) / 100 : null) : value,
  ]);
  console.log(JSON.stringify(Object.fromEntries(flat)));
}

/** `--name value` for the names in `defaults`; all are numbers. Unknown names end the bench with the known ones. */
export function numbersFrom<Name extends string>(
  args: readonly string[],
  defaults: Record<Name, number>,
): Record<Name, number> {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const given = Object.entries(values).map(([name, text]): [string, number] => {
    if (!Number.isFinite(Number(text))) throw new Error(`--${name} takes a number, not ${String(text)}`);
    return [name, Number(text)];
  });
  return { ...defaults, ...Object.fromEntries(given) } as Record<Name, number>;
}
