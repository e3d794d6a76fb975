import type { QueryAnswer, QueryCatalogue, QueryColumn } from '../rooms/monitoring/index.ts';
import { column } from './column.ts';
import { printable } from './printable.ts';

type Cell = string | number | null;

/** Figures as a table to read. */
export function queryLines({ columns, rows, shares, answeredBy }: QueryAnswer): string[] {
  if (rows.length === 0) return ['Nothing within this time.'];
  const told = rows.map((row, at) => row.map((cell, i) => shown(cell, columns[i]!, noteOf(shares, columns[i]!, at))));
  return [...column([columns.map(({ label }) => label), ...told]), '', `From ${answeredBy.join(', ')}.`];
}

/** The same as CSV (RFC 4180), unrounded; what is unknown is empty. What a spreadsheet would take for a formula is kept from being one. */
export const csvLines = ({ columns, rows }: Pick<QueryAnswer, 'columns' | 'rows'>): string[] =>
  [columns.map(({ id }) => id), ...rows].map((row) => row.map(csvCell).join(','));

/** All that can be asked for. */
export const catalogueLines = ({ measures, dimensions }: QueryCatalogue): string[] => [
  'Measures',
  ...column(
    measures.map(({ id, description, dimensions: by = [] }) => [`  ${id}`, `${description} By ${by.join(', ')}.`]),
  ),
  '',
  'Dimensions',
  ...column(dimensions.map(({ id, description }) => [`  ${id}`, description])),
];

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell ?? '') ? `'${cell}` : (cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function shown(cell: Cell, { unit, kind }: QueryColumn, note: string): string {
  if (cell === null) return kind === 'measure' ? `—${note}` : '(not told)';
  if (typeof cell === 'string') return printable(cell);
  return `${valueOf(cell, unit)}${note}`;
}

function valueOf(value: number, unit: string | null): string {
  if (unit === 'ratio') return `${rounded(value * 100, 1)} %`;
  if (unit === 'usd') return `$${rounded(value, value < 1 ? 4 : 2)}`;
  return unit === 'ms' ? `${rounded(value, 0)} ms` : rounded(value, 3);
}

/** Of how many, and how much of it nobody declared or knows. */
function noteOf({ n, inferred, unknown }: QueryAnswer['shares'], { id }: QueryColumn, at: number): string {
  const parts = [
    ...(isNumber(n[id]?.[at]) ? [`n=${rounded(n[id][at], 0)}`] : []),
    ...(isNumber(inferred[id]?.[at]) ? [`${rounded(inferred[id][at] * 100, 0)} % inferred`] : []),
    ...(isNumber(unknown[id]?.[at]) && unknown[id][at] > 0 ? [`${rounded(unknown[id][at] * 100, 0)} % unknown`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';
const rounded = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });
