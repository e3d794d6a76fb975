import { count, unknown, usd } from './number.ts';

/** Units of measures, as the catalogue names them. */
export type Unit = 'count' | 'ratio' | 'ms' | 'tokens' | 'usd' | 'score';
const units: readonly string[] = ['count', 'ratio', 'ms', 'tokens', 'usd', 'score'];

/** What the catalogue says of a column; anything newer than this page is a bare number. */
export const unitOf = (unit: string | null): Unit => (units.includes(unit ?? '') ? (unit as Unit) : 'score');

const short = { count: '', ratio: '%', ms: 's', tokens: 'tokens', usd: 'USD', score: '' } as const;
/** "s" for milliseconds: they are shown as seconds. */
export const unitName = (unit: Unit): string => short[unit];

const upTo2 = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const upTo4 = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** The exact figure without its unit: 0.974 → "97.4" (%), 1240 → "1.24" (s). */
export function figure(value: number | null, unit: Unit): string {
  if (value === null) return unknown;
  if (unit === 'ratio') return upTo2.format(value * 100);
  if (unit === 'ms') return upTo4.format(value / 1000);
  if (unit === 'usd') return usd(value);
  if (unit === 'tokens') return count(value);
  return Number.isInteger(value) ? count(value) : upTo4.format(value);
}

/** With its unit: "97.4 %". */
export function figureWithUnit(value: number | null, unit: Unit): string {
  const name = unitName(unit);
  return value === null || name === '' ? figure(value, unit) : `${figure(value, unit)} ${name}`;
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
/** For an axis: short, and without the unit, which the head of the chart says. */
export function tick(value: number, unit: Unit): string {
  if (unit === 'ratio') return upTo2.format(value * 100);
  return compact.format(unit === 'ms' ? value / 1000 : value);
}
