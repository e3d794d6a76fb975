const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const seconds2 = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const usd4 = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 4, maximumFractionDigits: 4 });

/** What an unknown value looks like, everywhere. It is never 0. */
export const unknown = '—';

/** 1204 → "1,204". */
export const count = (n: number | null): string => (n === null ? unknown : whole.format(n));

/** Milliseconds → seconds with two decimals, for a column whose header says "s". What is shorter than that shows as "<0.01". */
export function seconds(ms: number | null): string {
  if (ms === null) return unknown;
  return ms > 0 && ms < 10 ? '<0.01' : seconds2.format(ms / 1000);
}

/** US dollars with four decimals, for a column whose header says "USD". A cost below that shows as "<0.0001". */
export function usd(n: number | null): string {
  if (n === null) return unknown;
  return n > 0 && n < 0.0001 ? '<0.0001' : usd4.format(n);
}

/** Bytes → "814 B", "1.2 kB", "3.4 MB", "1.0 GB" (powers of 1000). */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  // Up to where one decimal would round to a thousand of the unit.
  if (n < 999_950) return `${(n / 1e3).toFixed(1)} kB`;
  return n < 999_950_000 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`;
}

/** plural(1, 'step') → "1 step"; plural(3, 'step') → "3 steps". */
export const plural = (n: number, noun: string, many = `${noun}s`): string => `${count(n)} ${n === 1 ? noun : many}`;

const rates = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
/** US dollars per million tokens, with the digits that a price list has: 0.025 → "0.025", 10 → "10.00". */
export const rate = (n: number | null | undefined): string => (n == null ? unknown : rates.format(n));
