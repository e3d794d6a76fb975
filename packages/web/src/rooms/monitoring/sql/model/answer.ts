import type { SqlResult } from 'signalbox/contract/monitoring/sql';

/** A value of an answer as people read it; null = unknown. */
export const cellText = (value: unknown): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);

export const isNumeric = (type: string): boolean => /^(Nullable\()?(U?Int|Float)\d+\)?$/.test(type);

/** RFC 4180. Names come from agents: one that a spreadsheet would take for a formula stays text. */
export function answerCsv({ columns, rows }: SqlResult): string {
  const field = (value: unknown): string => {
    const text = cellText(value) ?? '';
    const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

type Refusal = { message: string; fields: readonly { path: string; message: string }[] };

/** Where a statement is refused: the line, from 1, and why; null where it is another problem. */
export function refusalMark(error: Partial<Refusal> | null, sql: string): { line: number; sentence: string } | null {
  const field = error?.fields?.find(({ path }) => /^sql\.\d+$/.test(path));
  if (field === undefined) return null;
  const before = sql.slice(0, Number(field.path.slice(4))).split('\n');
  return { line: before.length, sentence: `Column ${before.at(-1)!.length + 1}: ${field.message}` };
}
