import { minuteOfIso } from '../rows/time.ts';
import type { Range } from './tiers.ts';

/** The last whole minute that a DateTime holds. */
const never = Math.floor(4_294_967_295 / 60) * 60;

/** Whole minutes from the one that `from` falls into to the one that `to` does; left out = without end. */
export function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }): Range {
  const low = from === undefined ? 0 : minuteOfIso(from);
  const high = to === undefined ? never : Math.ceil(Date.parse(to) / 60_000) * 60;
  return { low: Math.min(never, Math.max(0, low)), high: Math.min(never, Math.max(0, high)) };
}

/** Up to now and from some days before, where not said otherwise. ISO 8601. */
export const lastDays = (
  days: number,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): { from: string; to: string } => {
  const end = to ?? new Date(now).toISOString();
  return { from: from ?? new Date(Math.max(0, Date.parse(end) - days * 86_400_000)).toISOString(), to: end };
};
