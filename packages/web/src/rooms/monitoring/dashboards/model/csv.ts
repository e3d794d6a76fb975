import type { QueryAnswer } from 'signalbox/contract/monitoring/query';

/** An answer as CSV (RFC 4180), figures as they were measured; what is unknown is empty. */
export function csvOf(answer: QueryAnswer): string {
  const head = answer.columns.map(({ id, unit }) => (unit === null || unit === 'count' ? id : `${id}_${unit}`));
  const folded = new Set(answer.folded);
  const rows = answer.rows.map((row, at) =>
    row.map((cell, n) => (folded.has(at) && answer.columns[n]!.kind === 'dimension' ? 'others' : cell)),
  );
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

/** Names come from agents: one that a spreadsheet would take for a formula stays text. */
function field(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
