import type { Zone } from '../format/time.ts';

/** ISO 8601 → the value of a datetime-local input, seconds kept, in this zone. */
export function isoToInput(iso: string, zone: Zone): string {
  const at = new Date(iso);
  const shifted = zone === 'utc' ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The way back; null for what is no time. */
export function inputToIso(value: string, zone: Zone): string | null {
  const at = new Date(zone === 'utc' ? `${value}Z` : value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
