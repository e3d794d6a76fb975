/** Times as the warehouse gives them (64-bit integers in strings, Unix nanoseconds) to what the contract says. */

export const isoOfNs = (ns: string | bigint): string => new Date(Number(BigInt(ns) / 1_000_000n)).toISOString();

export const isoOfSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Nanoseconds to milliseconds with their fraction; null stays unknown. */
export const msOfNs = (ns: string | bigint | null): number | null => (ns === null ? null : Number(ns) / 1e6);

/** What a DateTime64(9) can hold: 1900 to 2262. */
const [earliest, latest] = [-2_208_988_800_000_000_000n, 9_223_372_036_000_000_000n];

/** ISO 8601 to Unix nanoseconds, as text for an Int64 parameter. Keeps what milliseconds would lose; cut to 1900–2262. */
export function nsOfIso(iso: string): string {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(iso.replace(/\.\d+/, '')) / 1000);
  const ns = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return String(ns < earliest ? earliest : ns > latest ? latest : ns);
}

/** Unix seconds of the minute that holds this moment. */
export const minuteOfIso = (iso: string): number => Math.floor(Date.parse(iso) / 60_000) * 60;
